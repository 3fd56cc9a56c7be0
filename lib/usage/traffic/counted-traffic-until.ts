import type { Tx } from '~/db/client'
import { findCountedUntil } from './queries/counters'

/** Traffic of samples before this instant has been counted; null before the first count. */
export async function countedTrafficUntil(tx: Tx): Promise<Date | null> {
  return findCountedUntil(tx)
}
