import type { Drivers } from '~/lib/hypervisors/runtime'
import { applyAddresses } from '~/lib/resources/runtime'
import type { Sweeper } from './sweeper'

/** Hypervisors are told within a second or two where public addresses lead. */
export function addressSweeper(drivers: Pick<Drivers, 'hypervisorOf'>): Sweeper {
  return { name: 'public addresses', everyMs: 1_500, run: (ctx) => applyAddresses(ctx, drivers) }
}
