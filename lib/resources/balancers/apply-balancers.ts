import { withSystem } from '~/db/client'
import { DriverError } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import { everyEnded } from '~/lib/kernel/concurrency/every-ended'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import { addSeconds } from '~/lib/kernel/time/clock'
import { isInForce, readBalancerSpec } from './balancer-spec'
import * as writes from './queries/write-balancers'
import { WriteRefused, writeBalancer } from './write-balancer'

const patienceMs = 60_000
const pauseSeconds = 10

/**
 * Puts the present configuration of every balancer in force, when it differs from the one that the hypervisor has: after a
 * change by the customer, and when a server of its pool appears, disappears, or gets another address or tag. A failure
 * is recorded in the row and retried in the next pass. One worker at a time writes a balancer, and asks before each
 * change whether it still may: a deletion ends its write, and waits until it has ended.
 */
export async function applyBalancers(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  serves: ServesZone = everyZone,
): Promise<void> {
  authorizeSystem(ctx)
  const active = await withSystem(ctx, (tx) => writes.listActiveBalancers(tx, ctx.now))
  const byZone = groupedBy(
    active.filter(({ zone }) => serves(zone.id)),
    ({ zone }) => zone.id,
  )
  // Concurrently, so that a zone that does not answer delays no other.
  await everyEnded([...byZone.values()].map((balancers) => applyInZone(ctx, drivers, balancers)))
}

async function applyInZone(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  balancers: readonly writes.ActiveBalancer[],
): Promise<void> {
  const faults: unknown[] = []
  for (const balancer of balancers) {
    const { id } = balancer
    try {
      await applyOne(ctx, drivers, balancer)
    } catch (error) {
      if (error instanceof WriteRefused) continue
      if (!(error instanceof DriverError)) {
        // A fault of ours with one balancer keeps no other from its configuration.
        faults.push(error)
        continue
      }
      log.warn({ balancer: id, err: error }, 'a balancer could not be configured')
      const failure = { code: error.code, text: error.rawText }
      const retryAt = addSeconds(ctx.now, pauseSeconds)
      await withSystem(ctx, (tx) => writes.recordBalancerFailure(tx, id, { ...failure, retryAt }))
      // The others of the zone would wait in vain too.
      if (['hypervisor_unreachable', 'timeout'].includes(error.code)) break
    }
  }
  if (faults.length > 0) throw faults[0]
}

async function applyOne(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  balancer: writes.ActiveBalancer,
): Promise<void> {
  const { spec } = await withSystem(ctx, (tx) => readBalancerSpec(tx, balancer.id))
  if (isInForce(spec, balancer.appliedDigest)) return
  await writeBalancer(ctx, drivers, balancer, { patienceMs, replacesOutdated: false })
}
