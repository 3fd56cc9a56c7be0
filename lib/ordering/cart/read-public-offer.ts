import { withShared } from '~/db/client'
import { listAnnounced, listBundles, listZones } from '~/lib/catalogue'
import type { BundleEntry, BundleView, ZoneView } from '~/lib/catalogue/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { StockByZone } from '~/lib/placement/client'
import { stockOf } from './read-stock'

type PublicOffer = {
  bundles: BundleView[]
  announced: ReadonlyMap<BundleView['id'], NonNullable<BundleEntry['next']>>
  zones: ZoneView[]
  stock: StockByZone
}

/**
 * The offer for visitors before they sign up: bundles with current and announced prices, zones and stock. Public
 * by intent.
 */
export async function readPublicOffer(ctx: OpContext): Promise<PublicOffer> {
  return withShared(ctx, async (tx) => {
    const bundles = await listBundles(tx, ctx.now)
    return {
      bundles,
      announced: await listAnnounced(tx, ctx.now),
      zones: await listZones(tx),
      stock: await stockOf(tx, bundles),
    }
  })
}
