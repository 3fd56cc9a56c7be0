import { withOrganisation } from '~/db/client'
import { findPromotions, listBundles } from '~/lib/catalogue'
import { type BundleView, bundleMicroCents, type PromotionView } from '~/lib/catalogue/client'
import { authorize, limitLinkAttempts } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { previewPurchaseOrder } from '../purchase-orders/preview'
import type { ComingLine } from '../purchase-orders/use'
import type { PurchaseOrderPreview } from '../purchase-orders/views'
import type { PriceCartInput } from '../schema'
import { cartPrice } from './cart'
import { readAddressBundle } from './read-address-offer'

/** The price of a cart if it were ordered now. Cents are decimal strings. */
export type PricedCart = {
  monthlyCents: string
  promotions: (Omit<PromotionView, 'creditCents'> & { creditCents: string | null })[]
  /** Whether the given code exists. */
  isCodeKnown: boolean
  /** Null without a number, and for who may not see its use. */
  purchaseOrder: PurchaseOrderPreview | null
}

/**
 * The price of a cart at the prices in force for the organisation, with the promotions an order would get now:
 * the automatic ones and that of a code.
 *
 * @throws DomainError `rate_limited` for a person who tries many codes
 */
export async function priceCart(ctx: OpContext, input: PriceCartInput): Promise<PricedCart> {
  authorize(ctx, 'catalogue:read')
  if (input.code) await limitLinkAttempts(ctx)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const addresses = await readAddressBundle(tx, ctx.now)
    const bundles = [...(await listBundles(tx, ctx.now)), ...(addresses ? [addresses] : [])]
    const price = cartPrice(bundles, input.lines, 0)
    const promotions = await findPromotions(tx, input.code, ctx.now)
    return {
      monthlyCents: price.exclusive.toString(),
      promotions: promotions.map((each) => ({
        ...each,
        creditCents: each.creditCents?.toString() ?? null,
      })),
      isCodeKnown: promotions.some((each) => !each.isAutomatic),
      purchaseOrder: await previewPurchaseOrder(tx, ctx, {
        organisationId,
        number: input.purchaseOrder,
        lines: comingLines(bundles, input.lines),
      }),
    }
  })
}

/** The lines as they would run from now on. Pure. */
const comingLines = (bundles: readonly BundleView[], lines: PriceCartInput['lines']): ComingLine[] =>
  lines.flatMap(({ bundleId, quantity, termMonths }, index) => {
    const bundle = bundles.find(({ id }) => id === bundleId)
    if (!bundle) return []
    return [{ id: `${index}`, microCentsPerHour: bundleMicroCents(bundle, termMonths), count: quantity }]
  })
