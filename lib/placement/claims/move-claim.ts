import type { Tx } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import { callReserveMove, callSettleMove, callZoneMoves, type MoveAnswer } from './queries/moves'

/**
 * Claims capacity for the server on another host of its zone, in addition to its current one, until the move
 * is finished. With any other answer nothing changed. Only a move that may violate rules removes it from a
 * group's `must`.
 */
export async function reserveMove(
  tx: Tx,
  move: { resourceId: Id<'instance'>; hostId: Id<'host'>; mayBreakRules: boolean },
  now: Date,
): Promise<MoveAnswer> {
  return callReserveMove(tx, { ...move, id: newId('allocation', now.getTime()), now })
}

/**
 * Keeps the claim on the new host and frees the old one, or the reverse; false when no move was reserved, so
 * repeating is harmless.
 */
export async function finishMove(
  tx: Tx,
  resourceId: Id<'instance'>,
  isMoved: boolean,
  now: Date,
): Promise<boolean> {
  return callSettleMove(tx, resourceId, isMoved, now)
}

/** Whether servers of this zone can change hosts: it is simulated, or a cluster of several members. */
export async function zoneMoves(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  return callZoneMoves(tx, zoneId)
}
