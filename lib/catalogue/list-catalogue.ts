import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BundleEntry, ImageEntry } from './client'
import { bundleEntry } from './prices/price-book'
import { countLiveByBundle, listBundleRows, listImagesInZones, listPricesFrom } from './queries/price-book'

/** Lists everything that the operator sells or sold: bundles with current and next price, images with their zones. */
export async function listCatalogue(
  ctx: OpContext,
): Promise<{ bundles: BundleEntry[]; images: ImageEntry[] }> {
  authorizeStaff(ctx, 'catalogue:inspect')
  return withStaff(ctx, async (tx) => {
    const prices = await listPricesFrom(tx, ctx.now)
    const live = await countLiveByBundle(tx)
    const bundles = (await listBundleRows(tx)).map((row) =>
      bundleEntry(row, prices, live.get(row.id) ?? 0, ctx.now),
    )
    return { bundles, images: await listImagesInZones(tx) }
  })
}
