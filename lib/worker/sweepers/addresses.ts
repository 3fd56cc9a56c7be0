import type { Drivers } from '~/lib/hypervisors/runtime'
import { applyAddresses } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Applies the targets of public addresses on hypervisors within a second. */
export function addressSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return {
    name: 'public addresses',
    everyMs: 1_000,
    byZone: true,
    run: (ctx, _, serves) => applyAddresses(ctx, drivers, serves),
  }
}
