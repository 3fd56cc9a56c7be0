import type { Drivers } from '~/lib/hypervisors/runtime'
import { runProbes } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** What customers ask of their servers is asked every minute, by whichever worker comes first. */
export function ownProbeSweeper(drivers: Pick<Drivers, 'driverFor'>): Sweeper {
  return { name: 'own probes', everyMs: 2_000, run: (ctx) => runProbes(ctx, drivers) }
}
