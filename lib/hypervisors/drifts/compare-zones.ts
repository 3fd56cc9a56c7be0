import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { Drivers } from '../open-drivers'
import { DriverError } from '../port/driver-error'
import { compareZone } from './compare-zone'
import { claimComparison, listComparedZones } from './queries/drifts'

/** Once a minute; less a little, so that a turn that comes early does not skip one. */
const everySeconds = 55

/** Every zone has been compared with its hypervisor within the last minute, by one of the workers that reach it. */
export async function compareZones(ctx: OpContext, drivers: Pick<Drivers, 'hypervisorOf'>): Promise<void> {
  authorizeSystem(ctx)
  for (const zone of await withSystem(ctx, listComparedZones)) {
    try {
      const hypervisor = await withSystem(ctx, async (tx) => {
        const within = await drivers.hypervisorOf(tx, zone)
        const isDue =
          within && (await claimComparison(tx, zone.id, ctx.now, addSeconds(ctx.now, -everySeconds)))
        return isDue ? within : null
      })
      if (hypervisor) await compareZone(ctx, zone, hypervisor)
    } catch (error) {
      // One that does not answer keeps none of the others from being looked at.
      if (!(error instanceof DriverError)) throw error
      log.warn({ zone: zone.code, err: error }, 'a zone could not be compared with its hypervisor')
    }
  }
}
