import { withSystem } from '~/db/client'
import { DriverError, spareNetworkOwner } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import { newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { listZonesShortOfSpares, markSpareMade, planSpares, withdrawSpare } from './queries/networks'

/** As many projects may order their first server of a zone within a few seconds of each other without waiting. */
const wanted = 2
const patienceMs = 20_000

/**
 * Every zone on Incus that is within reach keeps networks ready: making one takes the hypervisor longer than making a
 * server, which the first order of each project would wait for. Until a project takes one over it lets nothing in. Two
 * workers that do it at once do no harm. One whose range the hypervisor has already is given up, and another made at the
 * next turn. Nothing is written in the journal.
 */
export async function keepSpareNetworks(
  ctx: OpContext,
  drivers: Pick<Drivers, 'ensureNetwork'>,
): Promise<void> {
  authorizeSystem(ctx)
  const id = () => newId('network', ctx.now.getTime())
  for (const zoneId of await withSystem(ctx, (tx) => listZonesShortOfSpares(tx, wanted))) {
    const spares = await withSystem(ctx, (tx) => planSpares(tx, zoneId, { wanted, newId: id, now: ctx.now }))
    for (const spare of spares) {
      const network = {
        networkId: spare.id,
        organisationId: spareNetworkOwner,
        range: spare.range,
        rules: [],
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
