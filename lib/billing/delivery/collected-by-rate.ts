import type { VatSubtotal } from '../invoices/issued-document'

/** Cents including VAT, and the rate in basis points. */
type Collected = { rateBasisPoints: number; cents: bigint }

/**
 * Splits a payment of `cents`, made after `beforeCents`, over the VAT rates of the invoice in proportion, VAT included.
 * All payments together add up to each rate's amount to the cent, and no payment has a negative share of a positive
 * amount. Pure.
 */
export function collectedByRate(
  vat: readonly Pick<VatSubtotal, 'rateBasisPoints' | 'baseCents' | 'vatCents'>[],
  beforeCents: bigint,
  cents: bigint,
): Collected[] {
  const grossOf = new Map<number, bigint>()
  for (const { rateBasisPoints, baseCents, vatCents } of vat)
    grossOf.set(rateBasisPoints, (grossOf.get(rateBasisPoints) ?? 0n) + baseCents + vatCents)
  const gross = [...grossOf].sort(([a], [b]) => b - a)
  const before = sharesOf(gross, beforeCents)
  const after = sharesOf(gross, beforeCents + cents)
  return gross
    .map(([rateBasisPoints], index) => ({
      rateBasisPoints,
      cents: (after[index] ?? 0n) - (before[index] ?? 0n),
    }))
    .filter((each) => each.cents !== 0n)
}

/**
 * Each rate takes its share of the remainder left by the previous rates; with this rounding no share shrinks as the sum
 * grows.
 */
function sharesOf(gross: readonly (readonly [number, bigint])[], paid: bigint): bigint[] {
  let rest = gross.reduce((sum, [, cents]) => sum + cents, 0n)
  let left = paid
  return gross.map(([, cents]) => {
    const share = rest === 0n ? 0n : roundedQuotient(left * cents, rest)
    rest -= cents
    left -= share
    return share
  })
}

/** Nearest integer, halves up; `divisor` is positive. */
function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const doubled = 2n * dividend + divisor
  const quotient = doubled / (2n * divisor)
  return doubled < 0n && doubled % (2n * divisor) !== 0n ? quotient - 1n : quotient
}
