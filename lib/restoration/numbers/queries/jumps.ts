import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { staffAccounts } from '~/db/schema/identity/identity'
import { numberJumps } from '~/db/schema/recovery'
import type { Id } from '~/lib/kernel/ids'

/** The last number of a series of documents, orders or quotes; null when it has none. */
export async function findLastOfSeries(
  tx: Tx,
  { sellingEntityId, series }: { sellingEntityId: Id<'sellingEntity'>; series: string },
): Promise<number | null> {
  const [row] = await tx.execute<{ last: number }>(sql`
    select last_number as last from number_series where selling_entity_id = ${sellingEntityId} and series = ${series}
    union all
    select last_number from document_series where selling_entity_id = ${sellingEntityId} and series = ${series}`)
  return row?.last ?? null
}

/** Returns false when a proposal for this series is open. */
export async function insertJump(tx: Tx, row: typeof numberJumps.$inferInsert): Promise<boolean> {
  const rows = await tx
    .insert(numberJumps)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: numberJumps.id })
  return rows.length > 0
}

export async function findOpenJump(tx: Tx, id: Id<'numberJump'>) {
  const [row] = await tx
    .select()
    .from(numberJumps)
    .where(and(eq(numberJumps.id, id), isNull(numberJumps.confirmedAt)))
  return row ?? null
}

/** Returns false when it was confirmed or withdrawn meanwhile. */
export async function deleteOpenJump(tx: Tx, id: Id<'numberJump'>): Promise<boolean> {
  const rows = await tx
    .delete(numberJumps)
    .where(and(eq(numberJumps.id, id), isNull(numberJumps.confirmedAt)))
    .returning({ id: numberJumps.id })
  return rows.length > 0
}

export async function callJumpSeries(
  tx: Tx,
  id: Id<'numberJump'>,
  staffId: Id<'staff'>,
  at: Date,
): Promise<'jumped' | 'gone' | 'moved'> {
  const [row] = await tx.execute<{ answer: 'jumped' | 'gone' | 'moved' }>(
    sql`select app.jump_series(${id}, ${staffId}, ${at.toISOString()}::timestamptz) as answer`,
  )
  return row?.answer ?? 'gone'
}

/** Open proposals first, then the latest. */
export async function listJumps(tx: Tx, limit: number) {
  return tx
    .select({ jump: numberJumps, proposedBy: staffAccounts.fullName })
    .from(numberJumps)
    .innerJoin(staffAccounts, eq(staffAccounts.id, numberJumps.proposedByStaffId))
    .orderBy(
      sql`(${numberJumps.confirmedAt} is null) desc`,
      desc(numberJumps.proposedAt),
      desc(numberJumps.id),
    )
    .limit(limit)
}
