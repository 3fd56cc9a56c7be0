import type { Tx } from '~/db/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { findRackZone } from '../queries/hosts'
import { listPlacesInRack, lockRack } from './queries/edit'
import { refusePlace } from './rack-place'

/**
 * Returns the zone of the rack if the host fits there; keeps the rack locked.
 *
 * @throws DomainError `not_found` when there is no such rack, `invalid_input` when its units are taken
 */
export async function lockRackForHost(
  tx: Tx,
  rackId: Id<'rack'>,
  host: { id: Id<'host'>; rackUnit: number | null; heightUnits: number },
): Promise<Id<'zone'>> {
  const zoneId = await findRackZone(tx, rackId)
  if (!zoneId) throw new DomainError('not_found', { field: 'rackId' })
  if (host.rackUnit === null) return zoneId
  const rack = await lockRack(tx, rackId)
  invariant(rack, 'a rack with a zone exists')
  const others = (await listPlacesInRack(tx, rackId)).filter((other) => other.id !== host.id)
  const refusal = refusePlace(rack.units, others, host)
  if (refusal) {
    const params = { reason: refusal.reason, ...refusal.params }
    throw new DomainError('invalid_input', { field: 'rackUnit', params })
  }
  return zoneId
}
