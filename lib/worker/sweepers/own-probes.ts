import type { Drivers } from '~/lib/hypervisors/runtime'
import { runProbes } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Runs customers' probes of their servers every minute, on one worker. */
export function ownProbeSweeper(drivers: Pick<Drivers, 'driverFor'>): Sweeper {
  return {
    name: 'own probes',
    everyMs: 2_000,
    group: 'servers',
    everyZone: true,
    run: (ctx) => runProbes(ctx, drivers),
  }
}
