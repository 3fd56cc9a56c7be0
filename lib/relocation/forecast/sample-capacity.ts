import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { insertSamples, listUnsampledZones } from './queries/samples'

const dayMs = 86_400_000
/** Days of claims to read where there is no sample yet. */
const daysReadBack = 365

/**
 * Samples every zone for each day up to yesterday (UTC). Missed days are computed from the claims, which have a start
 * and an end. Idempotent.
 */
export async function sampleCapacity(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const yesterday = new Date(ctx.now.getTime() - dayMs).toISOString().slice(0, 10)
  const zones = await withSystem(ctx, (tx) => listUnsampledZones(tx, yesterday, daysReadBack))
  for (const { zoneId, from } of zones)
    await withSystem(ctx, (tx) => insertSamples(tx, zoneId, from, yesterday))
}
