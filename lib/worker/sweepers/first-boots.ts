import type { Drivers } from '~/lib/hypervisors/runtime'
import { openFirstBootReader } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Follows the first boots of new servers. */
export function firstBootSweeper(drivers: Pick<Drivers, 'driverFor'>): Sweeper {
  return {
    name: 'first boots',
    everyMs: 2_000,
    group: 'servers',
    everyZone: true,
    run: openFirstBootReader(drivers),
  }
}
