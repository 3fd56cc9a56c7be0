import { withSystem } from '~/db/client'
import { listNetworksToApply, markNetworkApplied } from '~/db/queries/provisioning/networks'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { DriverError } from '../drivers/driver-error'
import type { Drivers } from '../open-drivers'
import { toNetworkSpec } from './connect-instance'

const patienceMs = 20_000

/**
 * Every network lets in what its rules say, as far as its hypervisor is within reach; what changed meanwhile comes at
 * the next turn. Two workers that do it at once do no harm.
 */
export async function applyNetworks(ctx: OpContext, drivers: Pick<Drivers, 'applyNetwork'>): Promise<void> {
  authorizeSystem(ctx)
  const due = await withSystem(ctx, async (tx) => {
    const networks = await listNetworksToApply(tx)
    const specs = []
    for (const network of networks) specs.push({ network, spec: await toNetworkSpec(tx, network) })
    return specs
  })
  for (const { network, spec } of due) {
    try {
      if (await drivers.applyNetwork(network.zoneId, spec, AbortSignal.timeout(patienceMs)))
        await withSystem(ctx, (tx) => markNetworkApplied(tx, network.id, network.revision))
    } catch (error) {
      if (!(error instanceof DriverError)) throw error
      log.warn({ network: network.id, err: error }, 'the rules of a network could not be applied')
    }
  }
}
