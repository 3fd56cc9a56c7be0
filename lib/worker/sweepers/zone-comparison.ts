import { compareZones, type Drivers } from '~/lib/hypervisors/runtime'
import type { Sweeper } from './sweeper'

/** Compares every zone with its hypervisor once a minute, on one worker. */
export function zoneComparisonSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return { name: 'zone comparison', everyMs: 10_000, run: (ctx) => compareZones(ctx, drivers) }
}
