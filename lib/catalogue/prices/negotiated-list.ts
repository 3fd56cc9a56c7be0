import { divideHalfUp, monthlyCents } from '~/lib/kernel/money'
import type { NegotiatedChange } from '../client'
import type { BundleFamily, BundleView } from '../views'
import { type OwnPriceRule, ownMicroCents, ruleFor } from './own-price'

type Priced = Pick<BundleView, 'id' | 'name' | 'family'> & {
  prices: readonly { meter: BundleView['prices'][number]['meter']; microCentsPerHour: bigint }[]
}

/**
 * Compares the public price, the organisation's current price and its new price in cents per month, for bundles that a
 * list covers or covered. Pure.
 */
export function negotiatedChanges(
  bundles: readonly Priced[],
  before: readonly OwnPriceRule[],
  after: readonly OwnPriceRule[],
): NegotiatedChange[] {
  return bundles.flatMap((bundle) => {
    const was = ruleFor(before, bundle)
    const will = ruleFor(after, bundle)
    if (!was && !will) return []
    const month = (rule: OwnPriceRule | null) =>
      monthlyCents(
        bundle.prices.reduce(
          (sum, price) => sum + ownMicroCents(rule, price.meter, price.microCentsPerHour),
          0n,
        ),
      )
    const publicCents = month(null)
    const toCents = month(will)
    return [
      {
        bundleId: bundle.id,
        name: bundle.name,
        publicCents,
        fromCents: month(was),
        toCents,
        offPublicPermille:
          publicCents === 0n ? 0n : divideHalfUp((publicCents - toCents) * 1_000n, publicCents),
      },
    ]
  })
}

/** Whether two lines of one list contradict each other about a bundle or family. Pure. */
export function hasConflictingLines(
  rules: readonly { bundleId: string | null; family: BundleFamily | null }[],
): number | null {
  const seen = new Set<string>()
  for (const [at, { bundleId, family }] of rules.entries()) {
    const what = bundleId ?? family ?? ''
    if (seen.has(what)) return at
    seen.add(what)
  }
  return null
}
