import type { Drivers } from '~/lib/hypervisors/runtime'
import { applyBalancers } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Puts changed configurations of load balancers in force within a few seconds. */
export function balancerSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return { name: 'load balancers', everyMs: 2_000, run: (ctx) => applyBalancers(ctx, drivers) }
}
