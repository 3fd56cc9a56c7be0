import type { Drivers } from '~/lib/hypervisors/runtime'
import { applyNetworks, keepSpareNetworks } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Applies changed firewall rules on hypervisors within a second. */
export function networkSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return {
    name: 'firewall rules',
    everyMs: 1_000,
    byZone: true,
    run: (ctx, _, serves) => applyNetworks(ctx, drivers, serves),
  }
}

/** Keeps one or two spare networks in each Incus zone; a used one is replaced within seconds. */
export function spareNetworkSweeper(drivers: Pick<Drivers, 'ensureNetwork'>): Sweeper {
  return {
    name: 'spare networks',
    everyMs: 3_000,
    byZone: true,
    run: (ctx, _, serves) => keepSpareNetworks(ctx, drivers, serves),
  }
}
