import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { listUnreadNotices, markNoticesRead } from '~/db/queries/identity/notices'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import type { readNoticesInput } from './schema'

const shownMax = 10

export type NoticeView = {
  id: string
  kind: string
  params: Record<string, string>
  href: string
  createdAt: string
}

/** What the organisation has not read yet, newest first, within a transaction of its own. */
export async function unreadNotices(tx: Tx, organisationId: Id<'organisation'>): Promise<NoticeView[]> {
  const rows = await listUnreadNotices(tx, organisationId, shownMax)
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}

/** What was there up to the newest one shown is read. */
export async function readNotices(ctx: OpContext, input: z.output<typeof readNoticesInput>): Promise<void> {
  authorize(ctx, 'organisation:read')
  const upTo = new Date(input.upTo)
  await withOrganisation(ctx, (tx, organisationId) => markNoticesRead(tx, organisationId, upTo, ctx.now))
}
