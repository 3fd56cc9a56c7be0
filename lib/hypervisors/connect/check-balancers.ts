import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import type { Drivers } from '../open-drivers'
import { DriverError } from '../port/driver-error'
import { listZonesToCheck, saveHasBalancers } from './queries/balancer-zones'

const patienceMs = 10_000

/**
 * Asks every zone's hypervisor whether it can make load balancers, and keeps the answer for the order. A zone that does
 * not answer keeps its last one. A heartbeat and not a change: it writes no audit entry.
 */
export async function checkBalancers(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  serves: ServesZone = everyZone,
): Promise<void> {
  authorizeSystem(ctx)
  const zones = (await withSystem(ctx, listZonesToCheck)).filter(({ id }) => serves(id))
  await Promise.all(
    zones.map(async (zone) => {
      try {
        const hypervisor = await withSystem(ctx, (tx) => drivers.hypervisorOf(tx, zone))
        if (!hypervisor) return
        const options = { signal: AbortSignal.timeout(patienceMs) }
        const hasBalancers = (await hypervisor.surveyor.balancers?.isReady(options)) ?? false
        await withSystem(ctx, (tx) => saveHasBalancers(tx, zone.id, hasBalancers))
      } catch (error) {
        // The unreachable zone is reported elsewhere.
        if (!(error instanceof DriverError)) throw error
        log.warn({ zone: zone.code, err: error }, 'a zone could not be asked for load balancers')
      }
    }),
  )
}
