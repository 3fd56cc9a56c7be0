import type { Tx } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { NoticeKind } from './kinds'
import { insertNotice } from './queries/notices'

type Notice = {
  organisationId: Id<'organisation'>
  kind: NoticeKind
  params?: Record<string, string>
  href: string
  /** The project it concerns, if only one: its guests see the notice too. */
  projectId?: Id<'project'> | null
  /** The only recipient, if set. */
  accountId?: Id<'account'>
}

/** In `tx`: shows this notice in the portal to everyone it concerns, until each has read it. */
export async function addNotice(tx: Tx, ctx: OpContext, notice: Notice): Promise<void> {
  await insertNotice(tx, {
    id: newId('notice', ctx.now.getTime()),
    organisationId: notice.organisationId,
    kind: notice.kind,
    params: notice.params ?? {},
    href: notice.href,
    projectId: notice.projectId ?? null,
    accountId: notice.accountId ?? null,
    createdAt: ctx.now,
  })
}
