import type { PricedBundle } from './queries/known'

/** The prices of an adopted resource as its order line has them. Pure. */
export const pricesOf = ({ priceVersionIds, ownPrices, microCentsPerHour, monthlyCents }: PricedBundle) => ({
  priceVersionIds,
  ownPrices,
  microCentsPerHour: BigInt(microCentsPerHour),
  monthlyCents: BigInt(monthlyCents),
})
