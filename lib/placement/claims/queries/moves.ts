import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

/** `rule`: would violate a group's rule; `none`: it has no claim, or is already on this host. */
export type MoveAnswer = 'reserved' | 'none' | 'host_full' | 'rule'

export async function callReserveMove(
  tx: Tx,
  move: { id: Id<'allocation'>; resourceId: string; hostId: Id<'host'>; mayBreakRules: boolean; now: Date },
): Promise<MoveAnswer> {
  const [row] = await tx.execute<{ answer: MoveAnswer }>(sql`
    select app.reserve_move(${move.resourceId}, ${move.hostId}, ${move.mayBreakRules}, ${move.id},
      ${move.now.toISOString()}::timestamptz) as answer`)
  if (!row) throw new Error('reserve_move answered nothing')
  return row.answer
}

export async function callSettleMove(
  tx: Tx,
  resourceId: string,
  isMoved: boolean,
  now: Date,
): Promise<boolean> {
  const [row] = await tx.execute<{ done: boolean }>(
    sql`select app.settle_move(${resourceId}, ${isMoved}, ${now.toISOString()}::timestamptz) as done`,
  )
  return row?.done ?? false
}

export async function callZoneMoves(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  const [row] = await tx.execute<{ moves: boolean }>(sql`select app.zone_moves(${zoneId}) as moves`)
  return row?.moves ?? false
}
