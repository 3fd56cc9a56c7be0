import { checkVantages, type Drivers } from '~/lib/hypervisors/runtime'
import type { Sweeper } from './sweeper'

/** Each member of a zone on Incus has its vantage, looked at every half minute by whichever worker comes first. */
export function vantageSweeper(drivers: Pick<Drivers, 'checkVantages'>): Sweeper {
  return { name: 'vantages', everyMs: 10_000, run: (ctx) => checkVantages(ctx, drivers) }
}
