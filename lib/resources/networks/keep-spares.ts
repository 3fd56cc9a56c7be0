import { withSystem } from '~/db/client'
import { closedFilter, DriverError, spareNetworkOwner } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import { newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import { listZonesShortOfSpares, markSpareMade, planSpares, withdrawSpare } from './queries/networks'

/**
 * This many projects can order their first server of a zone within a few seconds of each other without
 * waiting.
 */
const wanted = 2
const patienceMs = 20_000

/**
 * Keeps spare networks in every reachable zone on Incus: making one takes the hypervisor longer than making a
 * server, and the first order of each project would wait for it. A spare blocks inbound traffic until a
 * project takes it over. Safe to run in two workers at once. A spare with a range that already exists on the
 * hypervisor is withdrawn, and another one made in the next pass. No audit entries.
 */
export async function keepSpareNetworks(
  ctx: OpContext,
  drivers: Pick<Drivers, 'ensureNetwork'>,
  serves: ServesZone = everyZone,
): Promise<void> {
  authorizeSystem(ctx)
  const id = () => newId('network', ctx.now.getTime())
  for (const zoneId of await withSystem(ctx, (tx) => listZonesShortOfSpares(tx, wanted))) {
    if (!serves(zoneId)) continue
    const spares = await withSystem(ctx, (tx) => planSpares(tx, zoneId, { wanted, newId: id, now: ctx.now }))
    for (const spare of spares) {
      const network = {
        networkId: spare.id,
        organisationId: spareNetworkOwner,
        range: spare.range,
        range6: spare.range6,
        hasExit: true,
        ...closedFilter,
      }
      try {
        if (await drivers.ensureNetwork(zoneId, network, AbortSignal.timeout(patienceMs)))
          await withSystem(ctx, (tx) => markSpareMade(tx, spare.id, ctx.now))
      } catch (error) {
        if (!(error instanceof DriverError)) throw error
        log.warn({ zone: zoneId, err: error }, 'no network could be made ready')
        if (error.code === 'range_taken') await withSystem(ctx, (tx) => withdrawSpare(tx, spare.id, ctx.now))
      }
    }
  }
}
