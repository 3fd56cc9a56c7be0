import { eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { calendarFeeds } from '~/db/schema/status'
import type { Id } from '~/lib/kernel/ids'

/** Sets the calendar URL of the organisation, replacing any other. */
export async function upsertCalendarFeed(tx: Tx, row: typeof calendarFeeds.$inferInsert): Promise<void> {
  const { secretHash, createdByAccountId, createdAt } = row
  await tx.insert(calendarFeeds).values(row).onConflictDoUpdate({
    target: calendarFeeds.organisationId,
    set: { secretHash, createdByAccountId, createdAt },
  })
}

/** Since when the organisation's calendar has its URL; null without one. */
export async function findCalendarFeed(tx: Tx, organisationId: Id<'organisation'>): Promise<Date | null> {
  const [row] = await tx
    .select({ createdAt: calendarFeeds.createdAt })
    .from(calendarFeeds)
    .where(eq(calendarFeeds.organisationId, organisationId))
  return row?.createdAt ?? null
}

/** Removes the calendar URL of the organisation; false without one. */
export async function deleteCalendarFeed(tx: Tx, organisationId: Id<'organisation'>): Promise<boolean> {
  const rows = await tx
    .delete(calendarFeeds)
    .where(eq(calendarFeeds.organisationId, organisationId))
    .returning({ organisationId: calendarFeeds.organisationId })
  return rows.length > 0
}

/** The owner of a calendar URL, outside any organisation context. */
export async function findCalendarOwner(tx: Tx, secretHash: string): Promise<Id<'organisation'> | null> {
  const [row] = await tx.execute<{ id: Id<'organisation'> | null }>(
    sql`select app.find_calendar_feed(${secretHash}) as id`,
  )
  return row?.id ?? null
}
