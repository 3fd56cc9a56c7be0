import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BundleEntry, PriceEntry } from '../client'
import { bundleEntry, priceState } from '../prices/price-book'
import { countLiveByBundle, findNamedBundleRow, listPriceHistory } from '../queries/price-book'

/**
 * Returns one bundle for the operator, with its whole price history, latest first.
 *
 * @throws DomainError `not_found`
 */
export async function getBundle(
  ctx: OpContext,
  bundleId: Id<'bundle'>,
): Promise<{ bundle: BundleEntry; prices: PriceEntry[] }> {
  authorizeStaff(ctx, 'catalogue:inspect')
  return withStaff(ctx, async (tx) => {
    const row = await findNamedBundleRow(tx, bundleId)
    if (!row) throw new DomainError('not_found')
    const prices = await listPriceHistory(tx, bundleId)
    const live = (await countLiveByBundle(tx)).get(bundleId) ?? 0
    return {
      bundle: bundleEntry(row, prices, live, ctx.now),
      prices: prices.map((price) => ({
        id: price.id,
        meter: price.meter,
        microCentsPerHour: price.microCentsPerHour,
        validFrom: price.validFrom.toISOString(),
        validTo: price.validTo?.toISOString() ?? null,
        state: priceState(price, ctx.now),
      })),
    }
  })
}
