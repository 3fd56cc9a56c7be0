import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize, authorizeAccount } from '../authorize'
import type { NoticeKind } from './kinds'
import { countNotices, listNotices as listRows, listUnreadNotices, markNoticesRead } from './queries/notices'
import type { readNoticesInput } from './schema'

const shownMax = 10
export const noticesPerPage = 50

export type NoticeView = {
  id: string
  kind: string
  params: Record<string, string>
  href: string
  createdAt: string
}

/**
 * Returns the person's unread visible notices but for these kinds, newest first, within a transaction of the organisation.
 */
export async function unreadNotices(
  tx: Tx,
  organisationId: Id<'organisation'>,
  except: readonly NoticeKind[] = [],
): Promise<NoticeView[]> {
  const rows = await listUnreadNotices(tx, organisationId, { except, limit: shownMax })
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}

/** A page of every notice that the person may see, read or not, newest first; `latestAt` is of all pages. */
export async function listNotices(
  ctx: OpContext,
  { page }: { page: number },
): Promise<{ rows: (NoticeView & { isUnread: boolean })[]; total: number; latestAt: string | null }> {
  authorize(ctx, 'organisation:read')
  authorizeAccount(ctx)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const total = await countNotices(tx, organisationId)
    const pages = Math.max(1, Math.ceil(total / noticesPerPage))
    const offset = (Math.min(page, pages) - 1) * noticesPerPage
    const rows = await listRows(tx, organisationId, { limit: noticesPerPage, offset })
    const [latest] = offset === 0 ? rows : await listRows(tx, organisationId, { limit: 1, offset: 0 })
    return {
      rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
      total,
      latestAt: latest?.createdAt.toISOString() ?? null,
    }
  })
}

/** Marks notices as read by this person, up to the newest one shown. */
export async function readNotices(ctx: OpContext, input: z.output<typeof readNoticesInput>): Promise<void> {
  authorize(ctx, 'organisation:read')
  const accountId = authorizeAccount(ctx)
  const readUpTo = new Date(input.upTo)
  await withOrganisation(ctx, (tx, organisationId) =>
    markNoticesRead(tx, { organisationId, accountId, readUpTo }),
  )
}
