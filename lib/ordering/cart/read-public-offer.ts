import { withShared } from '~/db/client'
import { listAnnounced, listBundles, listZones } from '~/lib/catalogue'
import type { BundleEntry, BundleView, ZoneView } from '~/lib/catalogue/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { StockByZone } from '~/lib/placement/client'
import type { ReadyTimes } from '../views'
import { stockOf } from './read-stock'
import { readReadyTimes } from './ready-times'

type PublicOffer = {
  bundles: BundleView[]
  announced: ReadonlyMap<BundleView['id'], NonNullable<BundleEntry['next']>>
  zones: ZoneView[]
  stock: StockByZone
  ready: ReadyTimes
}

/**
 * The offer for visitors before they sign up: bundles with current and announced prices, zones, stock and
 * delivery times. Public by intent.
 */
export async function readPublicOffer(ctx: OpContext): Promise<PublicOffer> {
  return withShared(ctx, async (tx) => {
    const bundles = await listBundles(tx, ctx.now)
    return {
      bundles,
      announced: await listAnnounced(tx, ctx.now),
      zones: await listZones(tx),
      stock: await stockOf(tx, bundles),
      ready: await readReadyTimes(tx),
    }
  })
}
