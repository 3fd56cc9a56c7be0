import { withSystem } from '~/db/client'
import { DriverError, digestOf } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { isInForce, readBalancerSpec } from './balancer-spec'
import {
  type ActiveBalancer,
  listActiveBalancers,
  markBalancerApplied,
  recordBalancerFailure,
} from './queries/balancers'

const patienceMs = 60_000
const pauseSeconds = 10

/**
 * Puts the present configuration of every balancer in force, when it differs from the one that the hypervisor has: after a
 * change by the customer, and when a server of its pool appears, disappears, or gets another address or tag. A failure
 * is recorded in the row and retried in the next pass.
 */
export async function applyBalancers(ctx: OpContext, drivers: Pick<Drivers, 'hypervisorOf'>): Promise<void> {
  authorizeSystem(ctx)
  const byZone = groupedBy(
    await withSystem(ctx, (tx) => listActiveBalancers(tx, ctx.now)),
    ({ zone }) => zone.id,
  )
  // Concurrently, so that a zone that does not answer delays no other.
  await Promise.all([...byZone.values()].map((balancers) => applyInZone(ctx, drivers, balancers)))
}

async function applyInZone(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  balancers: readonly ActiveBalancer[],
): Promise<void> {
  const faults: unknown[] = []
  for (const { id, organisationId, appliedDigest, zone } of balancers) {
    try {
      const { spec, network } = await withSystem(ctx, (tx) => readBalancerSpec(tx, id))
      if (isInForce(spec, appliedDigest)) continue
      const digest = digestOf(spec)
      const hypervisor = await withSystem(ctx, (tx) => drivers.hypervisorOf(tx, zone))
      const driver = await hypervisor?.driverOf(organisationId)
      if (!driver?.balancers) continue
      await driver.balancers.apply(spec, network, { signal: AbortSignal.timeout(patienceMs) })
      await withSystem(ctx, (tx) => markBalancerApplied(tx, id, digest))
    } catch (error) {
      if (!(error instanceof DriverError)) {
        // A fault of ours with one balancer keeps no other from its configuration.
        faults.push(error)
        continue
      }
      log.warn({ balancer: id, err: error }, 'a balancer could not be configured')
      const failure = { code: error.code, text: error.rawText }
      const retryAt = addSeconds(ctx.now, pauseSeconds)
      await withSystem(ctx, (tx) => recordBalancerFailure(tx, id, { ...failure, retryAt }))
      // The others of the zone would wait in vain too.
      if (['hypervisor_unreachable', 'timeout'].includes(error.code)) break
    }
  }
  if (faults.length > 0) throw faults[0]
}
