import type { Tx } from '~/db/client'
import { lossFactsOf } from '~/lib/datacentre'
import { type LossRefusal, lossCan } from '~/lib/datacentre/client'
import { DriverError } from '~/lib/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import { findLoss } from './queries/lost-servers'

/** Why no server of this loss may start elsewhere now; null when they may. */
export async function refusalOfLoss(tx: Tx, lossId: Id<'hostLoss'>): Promise<LossRefusal | null> {
  const found = await findLoss(tx, lossId)
  if (!found || found.loss.endedAt) return 'host_not_declared_off'
  const decision = lossCan.recover(lossFactsOf(found.loss))
  return decision.allowed ? null : decision.reason
}

/**
 * Stops a recovery in progress once its lost host has given a sign of life: two servers would have one address.
 *
 * @throws DriverError `state_forbids`
 */
export async function requireHostOff(tx: Tx, lossId: Id<'hostLoss'>): Promise<void> {
  const refusal = await refusalOfLoss(tx, lossId)
  if (refusal) throw new DriverError('state_forbids', { rawText: refusal })
}
