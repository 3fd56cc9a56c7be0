import { and, asc, eq, gt, inArray, isNull, lt, max, or } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Meter } from '~/db/schema/catalogue'
import { usageIntervals } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type UsageRow = typeof usageIntervals.$inferSelect
export type NewUsageRow = typeof usageIntervals.$inferInsert

/** Locks the open interval of each of these meters. */
export async function lockOpenUsage(
  tx: Tx,
  resourceId: string,
  meters: readonly Meter[] | 'all',
): Promise<UsageRow[]> {
  return tx
    .select()
    .from(usageIntervals)
    .where(
      and(
        eq(usageIntervals.resourceId, resourceId),
        isNull(usageIntervals.endedAt),
        meters === 'all' ? undefined : inArray(usageIntervals.meter, [...meters]),
      ),
    )
    .orderBy(asc(usageIntervals.meter))
    .for('update')
}

/** The latest end of an interval of this meter; null without one. */
export async function lastUsageEnd(tx: Tx, resourceId: string, meter: Meter): Promise<Date | null> {
  const [row] = await tx
    .select({ at: max(usageIntervals.endedAt) })
    .from(usageIntervals)
    .where(and(eq(usageIntervals.resourceId, resourceId), eq(usageIntervals.meter, meter)))
  return row?.at ?? null
}

export async function insertUsage(tx: Tx, row: NewUsageRow): Promise<void> {
  await tx.insert(usageIntervals).values(row)
}

export async function endUsage(
  tx: Tx,
  id: Id<'usageInterval'>,
  endedAt: Date,
  recordedAt: Date,
): Promise<void> {
  await tx
    .update(usageIntervals)
    .set({ endedAt, closedRecordedAt: recordedAt })
    .where(and(eq(usageIntervals.id, id), isNull(usageIntervals.endedAt)))
}

/** Intervals of one resource that overlap the half-open window `[from, to)`, in time order. */
export async function selectUsageWithin(
  tx: Tx,
  resourceId: string,
  from: Date,
  to: Date,
): Promise<UsageRow[]> {
  return tx
    .select()
    .from(usageIntervals)
    .where(
      and(
        eq(usageIntervals.resourceId, resourceId),
        lt(usageIntervals.startedAt, to),
        or(isNull(usageIntervals.endedAt), gt(usageIntervals.endedAt, from)),
      ),
    )
    .orderBy(asc(usageIntervals.startedAt), asc(usageIntervals.id))
}
