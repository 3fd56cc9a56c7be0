import type { Tx } from '~/db/client'
import type { orders } from '~/db/schema/ordering/ordering'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { type HeldOrderRow, lockOrderWithHold } from './queries/holds'

export type HeldOrder = { order: typeof orders.$inferSelect; held: HeldOrderRow }

/**
 * Locks the order and its hold until the transaction ends, so that concurrent decisions see each other's
 * result. Null when the order does not exist or is no longer held.
 */
export async function findHeldForUpdate(tx: Tx, orderId: Id<'order'>): Promise<HeldOrder | null> {
  const found = await lockOrderWithHold(tx, orderId)
  return found?.held ? { order: found.order, held: found.held } : null
}

/** The same, for a person's decision. @throws DomainError `not_found`, `conflict` (`decided_meanwhile`) */
export async function requireHeldForUpdate(tx: Tx, orderId: Id<'order'>): Promise<HeldOrder> {
  const found = await lockOrderWithHold(tx, orderId)
  if (!found) throw new DomainError('not_found')
  if (!found.held) throw decidedMeanwhile()
  return { order: found.order, held: found.held }
}

export const decidedMeanwhile = () => new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
