import { withShared } from '~/db/client'
import { listBundles, listZones } from '~/lib/catalogue'
import type { BundleView, ZoneView } from '~/lib/catalogue/client'
import type { StockByZone } from '~/lib/inventory/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ReadyTimes } from './client'
import { stockOf } from './read-stock'
import { readReadyTimes } from './ready-times'

/** What anybody may know before signing up: bundles and prices, zones, stock and time to deliver. Public by intent. */
export async function readPublicOffer(
  ctx: OpContext,
): Promise<{ bundles: BundleView[]; zones: ZoneView[]; stock: StockByZone; ready: ReadyTimes }> {
  return withShared(ctx, async (tx) => {
    const bundles = await listBundles(tx, ctx.now)
    return {
      bundles,
      zones: await listZones(tx),
      stock: await stockOf(tx, bundles),
      ready: await readReadyTimes(tx),
    }
  })
}
