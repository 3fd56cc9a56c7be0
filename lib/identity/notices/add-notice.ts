import type { Tx } from '~/db/client'
import { insertNotice } from '~/db/queries/identity/notices'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { NoticeKind } from './kinds'

type Notice = {
  organisationId: Id<'organisation'>
  kind: NoticeKind
  params?: Record<string, string>
  href: string
}

/** In `tx`: the organisation's members see this in the portal until somebody reads it. */
export async function addNotice(tx: Tx, ctx: OpContext, notice: Notice): Promise<void> {
  await insertNotice(tx, {
    id: newId('notice', ctx.now.getTime()),
    organisationId: notice.organisationId,
    kind: notice.kind,
    params: notice.params ?? {},
    href: notice.href,
    createdAt: ctx.now,
  })
}
