import { checkHosts, type Drivers, forgetLostHosts } from '~/lib/hypervisors/runtime'
import type { Sweeper } from './sweeper'

/** Detects hosts that stop answering within seconds, on the worker that checks their zone. */
export function hostSweeper(drivers: Pick<Drivers, 'hypervisorOf'>, workerId: string): Sweeper {
  const look = { workerId, suspects: new Map() }
  return {
    name: 'hosts',
    everyMs: 3_000,
    byZone: true,
    run: (ctx, _, serves) => checkHosts(ctx, drivers, { ...look, serves }),
  }
}

/** Has hypervisors give up the records of hosts that two people declared lost. */
export function lostHostSweeper(drivers: Pick<Drivers, 'forgetHost'>): Sweeper {
  return {
    name: 'lost hosts',
    everyMs: 2_000,
    group: 'servers',
    everyZone: true,
    run: (ctx) => forgetLostHosts(ctx, drivers),
  }
}
