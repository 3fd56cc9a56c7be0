import { checkBalancers, type Drivers } from '~/lib/hypervisors/runtime'
import { applyBalancers, observeBalancers, renewBalancers } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Puts changed configurations of load balancers in force within a few seconds. */
export function balancerSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return { name: 'load balancers', everyMs: 2_000, run: (ctx) => applyBalancers(ctx, drivers) }
}

/** Observes the servers behind load balancers, each balancer every ten seconds. */
export function balancerHealthSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return { name: 'health of load balancers', everyMs: 3_000, run: (ctx) => observeBalancers(ctx, drivers) }
}

/** Makes containers of load balancers again whose image was replaced, one balancer at a time in each zone. */
export function balancerRenewalSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return { name: 'renewal of load balancers', everyMs: 10_000, run: (ctx) => renewBalancers(ctx, drivers) }
}

/** Checks every half minute where load balancers can be made, on one worker. */
export function balancerZoneSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return { name: 'zones with load balancers', everyMs: 10_000, run: (ctx) => checkBalancers(ctx, drivers) }
}
