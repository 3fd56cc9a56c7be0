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
  /** What it tells of, when that is one project's: its guests see it too. */
  projectId?: Id<'project'> | null
  /** Whom alone it is for. */
  accountId?: Id<'account'>
}

/** In `tx`: those whom it concerns see this in the portal, each until they read it. */
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
