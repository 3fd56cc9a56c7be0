import { recordZoneReach } from '~/lib/datacentre'
import type { Drivers } from '~/lib/hypervisors/runtime'
import type { Sweeper } from './sweeper'

const patienceMs = 5_000

/** Says whether this worker reaches the hypervisor behind the zones that have one: they sell on its word. */
export function zoneReachSweeper(drivers: Pick<Drivers, 'findIncusFailure'>): Sweeper {
  return {
    name: 'zone reach',
    everyMs: 2_000,
    run: (ctx) =>
      recordZoneReach(ctx, (zoneId) => drivers.findIncusFailure(zoneId, AbortSignal.timeout(patienceMs))),
  }
}
