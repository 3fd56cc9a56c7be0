import { withShared, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { defineZone, findZone, offerImages } from '~/lib/catalogue'
import {
  findZonePlace,
  registerHost,
  registerPool,
  setHostCapacity,
  setPoolCapacity,
  type ZonePlace,
} from '~/lib/datacentre'
import { authorizeStaff } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { updateMachineLabel } from '../bind-zone/bind-host'
import { ensureRacks } from '../bind-zone/ensure-rack'
import { removedReason } from './places'
import { type HypervisorPlan, planHypervisor, technologyOf } from './plan-hypervisor'
import { reopenZone } from './queries/close-zone'
import { findHypervisorForUpdate, type HypervisorRow, updateHypervisor } from './queries/hypervisors'
import { setNetworkTechnology } from './queries/network-technology'
import type { ConfirmHypervisorInput } from './schema'

/** After the demonstration zones. */
const position = 200

/**
 * Puts the reading on sale: the images, the pool, and a host for each member. Runs idempotent use cases; the hosts come
 * last, because a zone without a host sells nothing. `kept` lists hosts and pools that hold more than the hypervisor
 * has now and therefore keep their capacity.
 *
 * @throws DomainError `not_found`, `conflict` (the reading changed meanwhile), `state_forbids` with the reason
 */
export async function confirmHypervisor(
  ctx: OpContext,
  input: ConfirmHypervisorInput,
): Promise<{ kept: string[] }> {
  authorizeStaff(ctx, 'inventory:change')
  const { row, plan } = await withStaff(ctx, async (tx) =>
    decide(await findHypervisorForUpdate(tx, input.hypervisorId), input),
  )
  const { zoneCode: code, zoneName: name, city } = row
  const known = await withShared(ctx, (tx) => findZone(tx, code))
  const zoneId =
    known?.id ?? (await defineZone(ctx, { code, name, city, position, driver: 'incus', addressPrefix: '' }))
  await offerImages(ctx, { zoneId, images: plan.images })
  const place = await withShared(ctx, (tx) => findZonePlace(tx, zoneId))
  // Members that fail together share a rack; existing hosts keep their rack.
  const racks = plan.hosts.map(({ rack }) => rack)
  const rackOf = await ensureRacks(ctx, zoneId, place, { name, city }, racks)
  // Before the first host, so that a worker can reach everything that is on sale.
  await withStaff(ctx, async (tx) => {
    decide(await findHypervisorForUpdate(tx, input.hypervisorId), input)
    await updateHypervisor(tx, row.id, { state: 'confirmed', zoneId, confirmedAt: ctx.now })
    if (row.facts) await setNetworkTechnology(tx, zoneId, technologyOf(row.facts))
    await reopenZone(tx, zoneId, { now: ctx.now, reason: removedReason })
    await recordAudit(tx, ctx, 'hypervisor.confirmed', {
      organisationId: null,
      kind: 'hypervisor',
      id: row.id,
      details: { zoneCode: code, hosts: plan.hosts.map((host) => host.name), pool: plan.pool.name },
    })
  })
  return {
    kept: [...(await bindPool(ctx, zoneId, place, plan)), ...(await bindHosts(ctx, rackOf, place, plan))],
  }
}

function decide(row: HypervisorRow | null, input: ConfirmHypervisorInput) {
  if (!row) throw new DomainError('not_found')
  if (!row.facts) throw new DomainError('state_forbids', { params: { reason: 'hypervisor_unread' } })
  if (row.revision !== input.revision) throw new DomainError('conflict')
  const decision = planHypervisor(row.zoneCode, row.facts)
  if (decision.outcome === 'refused')
    throw new DomainError('state_forbids', { params: { reason: `hypervisor_${decision.reason}` } })
  return { row, plan: decision.plan }
}

async function bindPool(ctx: OpContext, zoneId: Id<'zone'>, place: ZonePlace, plan: HypervisorPlan) {
  const { name, ...size } = plan.pool
  const pool = place.pools.find((each) => each.name === name)
  if (!pool) {
    await registerPool(ctx, { zoneId, name, volumeClass: 'fast', ...size })
    return []
  }
  const isSame = pool.gibPhysical === size.gibPhysical && pool.gibReserved === size.gibReserved
  return isSame || (await setPoolCapacity(ctx, { poolId: pool.id, ...size })) ? [] : [name]
}

async function bindHosts(
  ctx: OpContext,
  rackOf: ReadonlyMap<string | null, Id<'rack'>>,
  place: ZonePlace,
  plan: HypervisorPlan,
) {
  const kept: string[] = []
  for (const { name, capacity, labels, rack } of plan.hosts) {
    const host = place.hosts.find((each) => each.name === name)
    if (!host) {
      const rackId = rackOf.get(rack)
      invariant(rackId, 'every rack of the plan is there')
      await registerHost(ctx, { rackId, name, generation: 'Incus', labels, ...capacity })
      continue
    }
    await updateMachineLabel(ctx, host, labels)
    if ((await setHostCapacity(ctx, { hostId: host.id, ...capacity })) === 'claimed') kept.push(name)
  }
  return kept
}
