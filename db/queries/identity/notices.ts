import { and, desc, eq, isNull, lte } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { notices } from '~/db/schema/operations'
import type { Id } from '~/lib/kernel/ids'

export async function insertNotice(tx: Tx, row: typeof notices.$inferInsert): Promise<void> {
  await tx.insert(notices).values(row)
}

export async function listUnreadNotices(tx: Tx, organisationId: Id<'organisation'>, limit: number) {
  return tx
    .select({
      id: notices.id,
      kind: notices.kind,
      params: notices.params,
      href: notices.href,
      createdAt: notices.createdAt,
    })
    .from(notices)
    .where(and(eq(notices.organisationId, organisationId), isNull(notices.readAt)))
    .orderBy(desc(notices.createdAt), desc(notices.id))
    .limit(limit)
}

/** Those of `upTo` and before are read; one that came since still waits. */
export async function markNoticesRead(
  tx: Tx,
  organisationId: Id<'organisation'>,
  upTo: Date,
  readAt: Date,
): Promise<void> {
  await tx
    .update(notices)
    .set({ readAt })
    .where(
      and(eq(notices.organisationId, organisationId), isNull(notices.readAt), lte(notices.createdAt, upTo)),
    )
}
