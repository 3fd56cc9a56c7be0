import { withOrganisation } from '~/db/client'
import { findPromotions, listBundles } from '~/lib/catalogue'
import type { PromotionView } from '~/lib/catalogue/client'
import { authorize, limitLinkAttempts } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { PriceCartInput } from '../schema'
import { cartPrice } from './cart'

/** What a cart costs as the order would say now. Cents are decimal strings. */
export type PricedCart = {
  monthlyCents: string
  promotions: (Omit<PromotionView, 'creditCents'> & { creditCents: string | null })[]
  /** Whether the code that was asked about is one. */
  isCodeKnown: boolean
}

/**
 * The price of a cart by the prices in force for the organisation, and the promotions that an order gets now: the
 * automatic ones, and the one of a code.
 *
 * @throws DomainError `rate_limited` for a person who tries codes
 */
export async function priceCart(ctx: OpContext, input: PriceCartInput): Promise<PricedCart> {
  authorize(ctx, 'catalogue:read')
  if (input.code) await limitLinkAttempts(ctx)
  return withOrganisation(ctx, async (tx) => {
    const price = cartPrice(await listBundles(tx, ctx.now), input.lines, 0)
    const promotions = await findPromotions(tx, input.code, ctx.now)
    return {
      monthlyCents: price.exclusive.toString(),
      promotions: promotions.map((each) => ({
        ...each,
        creditCents: each.creditCents?.toString() ?? null,
      })),
      isCodeKnown: promotions.some((each) => !each.isAutomatic),
    }
  })
}
