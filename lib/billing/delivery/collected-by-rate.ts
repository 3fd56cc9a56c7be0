import type { VatSubtotal } from '../invoices/issued-document'

/** VAT included, in cents, and the rate in basis points. */
type Collected = { rateBasisPoints: number; cents: bigint }

/**
 * What a payment of `cents` after `beforeCents` is of each rate of the invoice, VAT included: as much of each as of the
 * whole. All payments together make each rate's amount to the cent, and a payment is never less than nothing of a rate
 * whose amount is not. Pure.
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

/** Each rate in turn takes its share of what the ones before it left: rounded so, no share shrinks as the sum grows. */
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

/** To the nearest, halves up; `divisor` is positive. */
function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const doubled = 2n * dividend + divisor
  const quotient = doubled / (2n * divisor)
  return doubled < 0n && doubled % (2n * divisor) !== 0n ? quotient - 1n : quotient
}
