import { withSystem } from '~/db/client'
import { recordHostForgotten } from '~/lib/datacentre'
import { listLossesToForget } from '~/lib/datacentre/rows'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Drivers } from '../open-drivers'
import { DriverError } from '../port/driver-error'

const patienceMs = 30_000

/**
 * Has hypervisors give up the records of hosts whose loss two people agreed on. Repeated until it succeeds: without it no
 * name and no address of what was there could be used again. A host that answers is not forgotten.
 */
export async function forgetLostHosts(ctx: OpContext, drivers: Pick<Drivers, 'forgetHost'>): Promise<void> {
  authorizeSystem(ctx)
  for (const { lossId, hostId, hostName, zone } of await withSystem(ctx, listLossesToForget)) {
    try {
      if (!(await drivers.forgetHost(zone, hostName, AbortSignal.timeout(patienceMs)))) continue
      await withSystem(ctx, (tx) => recordHostForgotten(tx, ctx, { lossId, hostId }))
    } catch (error) {
      if (!(error instanceof DriverError)) throw error
      log.warn({ host: hostName, err: error }, 'a lost host could not be forgotten')
    }
  }
}
