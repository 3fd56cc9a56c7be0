import type { Drivers } from '~/lib/hypervisors/runtime'
import { runReachTests } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Tests the ways to reach servers, as requested and at the end of orders, each on one worker. */
export function reachTestSweeper(drivers: Pick<Drivers, 'driverFor'>): Sweeper {
  return {
    name: 'reach tests',
    everyMs: 1_000,
    group: 'servers',
    everyZone: true,
    run: (ctx) => runReachTests(ctx, drivers),
  }
}
