import { recordZoneReach } from '~/lib/datacentre'
import type { Drivers } from '~/lib/hypervisors/runtime'
import type { Sweeper } from './sweeper'

const patienceMs = 5_000

/** Records whether this worker reaches the zones' hypervisors: a zone sells while one worker does. */
export function zoneReachSweeper(drivers: Pick<Drivers, 'findIncusFailure'>): Sweeper {
  return {
    name: 'zone reach',
    everyMs: 2_000,
    run: (ctx) =>
      recordZoneReach(ctx, (zoneId) => drivers.findIncusFailure(zoneId, AbortSignal.timeout(patienceMs))),
  }
}
