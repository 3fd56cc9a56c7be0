import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BundleView, ZoneView } from './client'
import { listBundles } from './list-bundles'
import { listZones } from './list-zones'

/** The catalogue as anybody may see it: bundles with their prices in force, and zones. No authorisation: public. */
export async function readCatalogue(ctx: OpContext): Promise<{ bundles: BundleView[]; zones: ZoneView[] }> {
  return withShared(ctx, async (tx) => ({
    bundles: await listBundles(tx, ctx.now),
    zones: await listZones(tx),
  }))
}
