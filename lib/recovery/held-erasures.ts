import { findErasuresHeldUntil, releaseErasures } from './queries/recovery'

/**
 * What was deleted until this instant may have been taken back by its customer in rows that are lost: it is not erased
 * until a person has said that it may be. Null when nothing is held.
 */
export const erasuresHeldUntil = findErasuresHeldUntil

/** Pure. A deletion without an instant is an old one. */
export function isErasureHeld(heldUntil: Date | null, deletedAt: Date | null): boolean {
  return heldUntil !== null && (deletedAt === null || deletedAt <= heldUntil)
}

/** The caller has authorised. False when nothing was held. */
export const allowErasures = releaseErasures
