import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { insertSamples, listUnsampledZones } from './queries/samples'

const dayMs = 86_400_000
/** How far back claims are asked where there is no sample yet. */
const daysReadBack = 365

/**
 * Every zone has a sample for each day up to yesterday (UTC). Days that nobody sampled are told by the claims,
 * which know since when and until when they held. Running it twice adds nothing.
 */
export async function sampleCapacity(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const yesterday = new Date(ctx.now.getTime() - dayMs).toISOString().slice(0, 10)
  const zones = await withSystem(ctx, (tx) => listUnsampledZones(tx, yesterday, daysReadBack))
  for (const { zoneId, from } of zones)
    await withSystem(ctx, (tx) => insertSamples(tx, zoneId, from, yesterday))
}
