import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { nameDifferences } from '~/db/schema/names'
import type { Id } from '~/lib/kernel/ids'

export type DifferenceRow = typeof nameDifferences.$inferSelect

export async function listOpenDifferences(tx: Tx): Promise<DifferenceRow[]> {
  return tx
    .select()
    .from(nameDifferences)
    .where(isNull(nameDifferences.endedAt))
    .orderBy(asc(nameDifferences.name), asc(nameDifferences.type))
}

/** The open differences, then those that ended most recently. */
export async function listRecentDifferences(tx: Tx, limit: number): Promise<DifferenceRow[]> {
  return tx
    .select()
    .from(nameDifferences)
    .orderBy(
      sql`${nameDifferences.endedAt} desc nulls first`,
      desc(nameDifferences.seenAt),
      asc(nameDifferences.name),
    )
    .limit(limit)
}

export async function insertDifferences(
  tx: Tx,
  rows: (typeof nameDifferences.$inferInsert)[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += 1_000)
    await tx.insert(nameDifferences).values(rows.slice(start, start + 1_000))
}

export async function updateDifference(
  tx: Tx,
  id: Id<'nameDifference'>,
  change: Partial<typeof nameDifferences.$inferInsert>,
): Promise<void> {
  await tx.update(nameDifferences).set(change).where(eq(nameDifferences.id, id))
}

/** A difference about a row was healed; another one is gone. */
export async function endDifferences(tx: Tx, ids: readonly Id<'nameDifference'>[], at: Date): Promise<void> {
  if (ids.length > 0)
    await tx
      .update(nameDifferences)
      .set({
        state: sql`case when ${nameDifferences.kind} in ('missing', 'changed') then 'healed' else 'gone' end`,
        endedAt: at,
      })
      .where(inArray(nameDifferences.id, [...ids]))
}

export async function findOpenDifferenceForUpdate(
  tx: Tx,
  id: Id<'nameDifference'>,
): Promise<DifferenceRow | null> {
  const [row] = await tx
    .select()
    .from(nameDifferences)
    .where(and(eq(nameDifferences.id, id), isNull(nameDifferences.endedAt)))
    .for('update')
  return row ?? null
}
