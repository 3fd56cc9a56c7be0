import type { Drivers } from '~/lib/hypervisors/runtime'
import { applyNetworks, keepSpareNetworks } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Hypervisors are told of changed firewall rules within a second or two. */
export function networkSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return { name: 'firewall rules', everyMs: 1_500, run: (ctx) => applyNetworks(ctx, drivers) }
}

/** A network or two stand ready in each zone on Incus; one that was taken is made up for in seconds. */
export function spareNetworkSweeper(drivers: Pick<Drivers, 'ensureNetwork'>): Sweeper {
  return { name: 'spare networks', everyMs: 3_000, run: (ctx) => keepSpareNetworks(ctx, drivers) }
}
