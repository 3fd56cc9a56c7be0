import { divideHalfUp } from '~/lib/kernel/money'
import type { BundleFamily, Meter } from '../views'

/** One line of a negotiated list: a share off the public price, or fixed micro-cents an hour by meter. */
export type OwnPriceRule = {
  bundleId: string | null
  family: BundleFamily | null
  basisPoints: number | null
  fixed: Partial<Record<Meter, string>> | null
}

/** The rule that counts for a bundle: its own goes before that of its family. Pure. */
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
 * What a meter costs under a rule, in micro-cents an hour: never more than everybody pays, never less than nothing.
 * `app.own_price` says the same in the database; a test holds them equal. Pure.
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
 * A fixed price of a whole bundle as prices of its meters, in proportion to what everybody pays for each; the last
 * takes what is left, so that they add up to it exactly. Pure.
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
