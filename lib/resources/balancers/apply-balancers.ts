import { withSystem } from '~/db/client'
import { DriverError } from '~/lib/hypervisors'
import { digestOf } from '~/lib/hypervisors/balancer/configuration'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { readBalancerSpec } from './balancer-spec'
import { listActiveBalancers, markBalancerApplied, recordBalancerFailure } from './queries/balancers'

const patienceMs = 60_000

/**
 * Puts the present configuration of every balancer in force, when it differs from the one that the hypervisor has: after a
 * change by the customer, and when a server of its pool appears, disappears, or gets another address or tag. A failure
 * is recorded in the row and retried in the next pass.
 */
export async function applyBalancers(ctx: OpContext, drivers: Pick<Drivers, 'hypervisorOf'>): Promise<void> {
  authorizeSystem(ctx)
  for (const { id, organisationId, appliedDigest, zone } of await withSystem(ctx, listActiveBalancers)) {
    try {
      const { spec, network } = await withSystem(ctx, (tx) => readBalancerSpec(tx, id))
      const digest = digestOf(spec)
      if (digest === appliedDigest) continue
      const hypervisor = await withSystem(ctx, (tx) => drivers.hypervisorOf(tx, zone))
      const driver = await hypervisor?.driverOf(organisationId)
      if (!driver?.balancers) continue
      await driver.balancers.apply(spec, network, { signal: AbortSignal.timeout(patienceMs) })
      await withSystem(ctx, (tx) => markBalancerApplied(tx, id, digest))
    } catch (error) {
      if (!(error instanceof DriverError)) throw error
      log.warn({ balancer: id, err: error }, 'a balancer could not be configured')
      const failure = { code: error.code, text: error.rawText }
      await withSystem(ctx, (tx) => recordBalancerFailure(tx, id, failure))
    }
  }
}
