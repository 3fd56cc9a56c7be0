import { randomUUID } from 'node:crypto'
import { withSystem } from '~/db/client'
import { digestOf } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import type { OpContext } from '~/lib/kernel/op-context'
import { readBalancerSpec } from './balancer-spec'
import * as writes from './queries/write-balancers'

/** Added to the patience, since a lease must outlast its write: otherwise a deletion would not wait for it. */
const spareSeconds = 30

/** The balancer was deleted meanwhile, or the lease has ended. */
export class WriteRefused extends Error {}

/**
 * Puts the present configuration of a balancer in force under a lease of its row. False when another worker has it, or this
 * process has no driver for its zone.
 *
 * @throws WriteRefused
 */
export async function writeBalancer(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  { id, organisationId, zone }: writes.ActiveBalancer,
  { patienceMs, replacesOutdated }: { patienceMs: number; replacesOutdated: boolean },
): Promise<boolean> {
  const hypervisor = await withSystem(ctx, (tx) => drivers.hypervisorOf(tx, zone))
  const driver = await hypervisor?.driverOf(organisationId)
  if (!driver?.balancers) return false
  const lease = { holder: randomUUID(), leaseSeconds: patienceMs / 1_000 + spareSeconds }
  const { holder } = lease
  if (!(await withSystem(ctx, (tx) => writes.claimBalancerWrite(tx, id, lease)))) return false
  try {
    // Read now, since another worker may have written it until the lease began.
    const { spec, network } = await withSystem(ctx, (tx) => readBalancerSpec(tx, id))
    await driver.balancers.apply(spec, network, {
      signal: AbortSignal.timeout(patienceMs),
      beforeWrite: async () => {
        if (!(await withSystem(ctx, (tx) => writes.mayStillWrite(tx, id, holder)))) throw new WriteRefused()
      },
      replacesOutdated,
    })
    const digest = digestOf(spec)
    await withSystem(ctx, (tx) => writes.markBalancerApplied(tx, id, { holder, digest }))
    return true
  } finally {
    await withSystem(ctx, (tx) => writes.releaseBalancerWrite(tx, id, holder))
  }
}
