import type { Drivers } from '~/lib/hypervisors/runtime'
import { applyNetworks, keepSpareNetworks } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Applies changed firewall rules on hypervisors within a second or two. */
export function networkSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return { name: 'firewall rules', everyMs: 1_500, run: (ctx) => applyNetworks(ctx, drivers) }
}

/** Keeps one or two spare networks in each Incus zone; a used one is replaced within seconds. */
export function spareNetworkSweeper(drivers: Pick<Drivers, 'ensureNetwork'>): Sweeper {
  return { name: 'spare networks', everyMs: 3_000, run: (ctx) => keepSpareNetworks(ctx, drivers) }
}
