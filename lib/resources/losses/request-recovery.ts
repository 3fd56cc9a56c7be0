import { withStaff } from '~/db/client'
import { assertLoss, lossFactsOf } from '~/lib/datacentre'
import { lossCan } from '~/lib/datacentre/client'
import { findHost, findOpenLoss } from '~/lib/datacentre/rows'
import { authorizeStaff } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { assertAllowed } from '../common/assert-allowed'
import { instanceCan } from '../servers/instance-can'
import { copyGapOf } from './last-copies'
import { planRecovery, type RoomyHost } from './plan-recovery'
import { listLostOf } from './queries/host-loss'
import { insertRecovery } from './queries/lost-servers'
import { readLastCopies } from './read-last-copies'
import type { RequestRecoveryInput } from './schema'

/**
 * Asks workers to start these servers of a lost host elsewhere from their last copies, all or none. Each is decided once
 * more where it starts.
 *
 * @throws DomainError `not_found`; `state_forbids`: the host is not declared off or gave a sign of life, a server is not
 * lost, is being started already, or has no copy; `insufficient_capacity` with the hosts that have most room
 */
export async function requestRecovery(ctx: OpContext, input: RequestRecoveryInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  const { hostId } = input
  const instanceIds = [...new Set(input.instanceIds)]
  await withStaff(ctx, async (tx) => {
    await requireOutsideWorld(tx)
    const host = await findHost(tx, hostId)
    if (!host) throw new DomainError('not_found')
    const loss = await findOpenLoss(tx, hostId)
    assertLoss(lossCan.recover(loss && lossFactsOf(loss)), 'recover')
    invariant(loss, 'servers start elsewhere only after a loss')
    const servers = await listLostOf(tx, hostId, instanceIds)
    if (servers.length !== instanceIds.length) throw new DomainError('not_found')
    const copiesOf = await readLastCopies(tx, instanceIds)
    const { places, roomy } = await planRecovery(tx, {
      hostId,
      zoneId: host.zoneId,
      servers: new Set(instanceIds),
    })
    for (const { id, name, state, organisationId } of servers) {
      assertAllowed(instanceCan.recover({ state, isProtected: false }), { state })
      const gap = copyGapOf(copiesOf(id))
      if (gap) throw new DomainError('state_forbids', { params: { reason: gap, server: name } })
      if (!places.has(id))
        throw new DomainError('insufficient_capacity', {
          params: { reason: 'no_room_elsewhere', server: name, hosts: namesOf(roomy) },
        })
      const isNew = await insertRecovery(tx, {
        id: newId('serverRecovery', ctx.now.getTime()),
        lossId: loss.id,
        organisationId,
        instanceId: id,
        requestedByStaffId: staffId,
        requestedAt: ctx.now,
        state: 'waiting',
      })
      if (!isNew)
        throw new DomainError('state_forbids', { params: { reason: 'recovery_in_progress', server: name } })
    }
  })
}

const hostsNamed = 3

/** The hosts with most room, for a refusal. Pure. */
function namesOf(roomy: readonly RoomyHost[]): string {
  const names = roomy.slice(0, hostsNamed).map(({ name }) => name)
  return names.length > 0 ? names.join(', ') : '–'
}
