import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { Drivers } from '../open-drivers'
import { DriverError } from '../port/driver-error'
import { compareZone } from './compare-zone'
import { claimComparison, listComparedZones } from './queries/drifts'

/** Slightly less than a minute, so that an early run does not skip a turn. */
const everySeconds = 55

/**
 * Compares every zone with its hypervisor once a minute, on one of the workers that can reach it. While the database is
 * held and an administrator allowed it, the hypervisors are read and nothing is repaired.
 */
export async function compareZones(
  ctx: OpContext,
  drivers: Pick<Drivers, 'comparedHypervisorOf'>,
  serves: ServesZone = everyZone,
): Promise<void> {
  authorizeSystem(ctx)
  for (const zone of await withSystem(ctx, listComparedZones)) {
    if (!serves(zone.id)) continue
    try {
      const hypervisor = await withSystem(ctx, async (tx) => {
        const within = await drivers.comparedHypervisorOf(tx, zone)
        const isDue =
          within && (await claimComparison(tx, zone.id, ctx.now, addSeconds(ctx.now, -everySeconds)))
        return isDue ? within : null
      })
      if (hypervisor) await compareZone(ctx, zone, hypervisor)
    } catch (error) {
      // An unreachable hypervisor must not stop the comparison of the other zones.
      if (!(error instanceof DriverError)) throw error
      log.warn({ zone: zone.code, err: error }, 'a zone could not be compared with its hypervisor')
    }
  }
}
