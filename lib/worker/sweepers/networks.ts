import { applyNetworks, type Drivers } from '~/lib/provisioning/runtime'
import type { Sweeper } from './sweeper'

/** Hypervisors are told of changed firewall rules within a second or two. */
export function networkSweeper(drivers: Pick<Drivers, 'applyNetwork'>): Sweeper {
  return { name: 'firewall rules', everyMs: 1_500, run: (ctx) => applyNetworks(ctx, drivers) }
}
