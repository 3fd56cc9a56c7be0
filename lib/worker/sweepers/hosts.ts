import { checkHosts, type Drivers } from '~/lib/hypervisors/runtime'
import type { Sweeper } from './sweeper'

/** Detects hosts that stop answering within seconds, on the worker that checks their zone. */
export function hostSweeper(drivers: Pick<Drivers, 'hypervisorOf'>, workerId: string): Sweeper {
  const look = { workerId, suspects: new Map() }
  return { name: 'hosts', everyMs: 3_000, run: (ctx) => checkHosts(ctx, drivers, look) }
}
