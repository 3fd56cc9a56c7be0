import { checkVantages, type Drivers } from '~/lib/hypervisors/runtime'
import type { Sweeper } from './sweeper'

/** Ensures a vantage on each member of the Incus zones, checked every half minute. */
export function vantageSweeper(drivers: Pick<Drivers, 'checkVantages'>): Sweeper {
  return {
    name: 'vantages',
    everyMs: 10_000,
    byZone: true,
    run: (ctx, _, serves) => checkVantages(ctx, drivers, serves),
  }
}
