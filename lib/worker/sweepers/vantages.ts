import { checkVantages, type Drivers } from '~/lib/hypervisors/runtime'
import type { Sweeper } from './sweeper'

/** Ensures a vantage on each member of the Incus zones, checked every half minute on one worker. */
export function vantageSweeper(drivers: Pick<Drivers, 'checkVantages'>): Sweeper {
  return { name: 'vantages', everyMs: 10_000, run: (ctx) => checkVantages(ctx, drivers) }
}
