import type { Tx } from '~/db/client'
import { findKnownUntil } from './queries/recovery'

/**
 * In `tx`: the last instant that the rows knew before the loss after which a comparison found this difference. Null when it was
 * found in normal operation.
 */
export async function knownUntilAt(
  tx: Tx,
  difference: { firstSeenAt: Date; held: boolean },
): Promise<Date | null> {
  return findKnownUntil(tx, difference)
}
