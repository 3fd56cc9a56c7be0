import { findErasuresHeldUntil, releaseErasures } from './queries/recovery'

/**
 * Resources deleted until this instant may have been restored by their customers in lost rows, so they are not erased
 * until a person allows it. Null when nothing is held.
 */
export const erasuresHeldUntil = findErasuresHeldUntil

/** Pure. A deletion without an instant is an old one. */
export function isErasureHeld(heldUntil: Date | null, deletedAt: Date | null): boolean {
  return heldUntil !== null && (deletedAt === null || deletedAt <= heldUntil)
}

/** The caller has authorised. Returns false when nothing was held. */
export const allowErasures = releaseErasures
