import { divideHalfUp } from '~/lib/kernel/money'
import type { BundleFamily, Meter } from '../views'

/** A line of a negotiated list: a discount on the public price, or fixed micro-cents per hour by meter. */
export type OwnPriceRule = {
  bundleId: string | null
  family: BundleFamily | null
  basisPoints: number | null
  fixed: Partial<Record<Meter, string>> | null
}

/** Returns the rule that applies to a bundle: its own before that of its family. Pure. */
export function ruleFor(
  rules: readonly OwnPriceRule[],
  bundle: { id: string; family: BundleFamily },
): OwnPriceRule | null {
  return (
    rules.find((rule) => rule.bundleId === bundle.id) ??
    rules.find((rule) => rule.family === bundle.family) ??
    null
  )
}

/**
 * The price of a meter under a rule, in micro-cents per hour: between zero and the public price. `app.own_price`
 * computes the same in the database; a test compares the two. Pure.
 */
export function ownMicroCents(rule: OwnPriceRule | null, meter: Meter, publicMicroCents: bigint): bigint {
  if (!rule) return publicMicroCents
  const own =
    rule.basisPoints === null
      ? BigInt(rule.fixed?.[meter] ?? publicMicroCents)
      : divideHalfUp(publicMicroCents * BigInt(10_000 - rule.basisPoints), 10_000n)
  return own < publicMicroCents ? own : publicMicroCents
}

/**
 * Splits a fixed price of a whole bundle by meter, in proportion to the public prices; the last meter takes the
 * remainder, so that they add up exactly. Pure.
 */
export function splitFixedPrice(
  whole: bigint,
  meters: readonly { meter: Meter; microCentsPerHour: bigint }[],
): Partial<Record<Meter, string>> {
  const sum = meters.reduce((all, each) => all + each.microCentsPerHour, 0n)
  let left = whole
  const parts: Partial<Record<Meter, string>> = {}
  for (const [at, { meter, microCentsPerHour }] of meters.entries()) {
    const isLast = at === meters.length - 1
    const part = isLast ? left : sum === 0n ? 0n : (whole * microCentsPerHour) / sum
    parts[meter] = String(part)
    left -= part
  }
  return parts
}
