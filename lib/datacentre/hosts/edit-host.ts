import { withShared } from '~/db/client'
import { changedFacts, recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { lockRackForHost } from '../places/lock-rack-for-host'
import { updateHostPlace } from '../places/queries/edit'
import { findHostForUpdate } from '../queries/hosts'
import { callSetHostCapacity } from '../queries/zone-place'
import { refuseShrinking } from './refuse-shrinking'
import { type EditHostInput, editHostInput } from './schema'

/**
 * Changes a host's position and capacity; it sells what is neither reserved nor claimed. The name, which is the
 * hypervisor's, and the zone cannot change.
 *
 * @throws DomainError `not_found`; `state_forbids` when retired; `invalid_input` with the field and reason
 */
export async function editHost(ctx: OpContext, raw: EditHostInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const {
    hostId: id,
    rackId: rack,
    rackUnit,
    heightUnits,
    generation,
    ...capacity
  } = editHostInput.parse(raw)
  const hostId = id
  const rackId = rack
  await withShared(ctx, async (tx) => {
    const host = await findHostForUpdate(tx, hostId)
    if (!host) throw new DomainError('not_found')
    if (host.state === 'retired')
      throw new DomainError('state_forbids', { params: { reason: 'host_retired' } })
    const zoneId = await lockRackForHost(tx, rackId, { id: hostId, rackUnit, heightUnits })
    if (zoneId !== host.zoneId) {
      throw new DomainError('invalid_input', { field: 'rackId', params: { reason: 'rack_other_zone' } })
    }
    refuseShrinking(host, capacity)
    const to = { rackId, rackUnit, heightUnits, generation, ...capacity }
    const changed = changedFacts(host, to)
    if (!changed) return
    await updateHostPlace(tx, hostId, { rackId, rackUnit, heightUnits, generation })
    if (!(await callSetHostCapacity(tx, hostId, capacity))) throw new DomainError('conflict')
    await recordAudit(tx, ctx, 'host.changed', {
      organisationId: null,
      kind: 'host',
      id: hostId,
      details: changed,
    })
  })
}
