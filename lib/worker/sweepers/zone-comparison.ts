import { compareZones, type Drivers } from '~/lib/hypervisors/runtime'
import type { Sweeper } from './sweeper'

/** Compares every zone with its hypervisor once a minute; while the database is held, reading only. */
export function zoneComparisonSweeper(drivers: Pick<Drivers, 'comparedHypervisorOf'>): Sweeper {
  return {
    name: 'zone comparison',
    everyMs: 10_000,
    whileHeld: true,
    byZone: true,
    run: (ctx, _, serves) => compareZones(ctx, drivers, serves),
  }
}
