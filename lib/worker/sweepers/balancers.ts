import { checkBalancers, type Drivers } from '~/lib/hypervisors/runtime'
import { applyBalancers, observeBalancers, renewBalancers } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Puts changed configurations of load balancers in force within a few seconds. */
export function balancerSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return {
    name: 'load balancers',
    everyMs: 2_000,
    byZone: true,
    run: (ctx, _, serves) => applyBalancers(ctx, drivers, serves),
  }
}

/** Observes the servers behind load balancers, each balancer every ten seconds. */
export function balancerHealthSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return {
    name: 'health of load balancers',
    everyMs: 3_000,
    group: 'servers',
    everyZone: true,
    run: (ctx) => observeBalancers(ctx, drivers),
  }
}

/** Makes containers of load balancers again whose image was replaced, one balancer at a time in each zone. */
export function balancerRenewalSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return {
    name: 'renewal of load balancers',
    everyMs: 10_000,
    byZone: true,
    run: (ctx, _, serves) => renewBalancers(ctx, drivers, serves),
  }
}

/** Checks every half minute where load balancers can be made. */
export function balancerZoneSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return {
    name: 'zones with load balancers',
    everyMs: 10_000,
    byZone: true,
    run: (ctx, _, serves) => checkBalancers(ctx, drivers, serves),
  }
}
