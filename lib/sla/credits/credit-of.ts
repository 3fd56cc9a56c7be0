import { divideHalfUp } from '~/lib/kernel/money'
import type { AvailabilityTerms, CreditStep } from '../contract/terms'

/** What a month's breach gives back, before VAT: `step` is the one that counted. */
export type Credit = { step: CreditStep; reductionBasisPoints: number; cents: bigint }

/**
 * The credit for a month of a resource: null when nothing was measured or the objective was kept. `priceCents` is
 * what the month of this resource costs before VAT; the credit is rounded half up, once, and never above the cap, nor
 * above `leftCents`, what credit notes left of that price (null where none took anything).
 */
export function creditOf(
  availabilityPpm: number | null,
  {
    objectivePpm,
    priceCents,
    leftCents,
  }: { objectivePpm: number; priceCents: bigint; leftCents: bigint | null },
  terms: Pick<AvailabilityTerms, 'creditSteps' | 'creditCapBasisPoints'>,
): Credit | null {
  if (availabilityPpm === null) return null
  const step = terms.creditSteps.findLast(
    ({ belowPpm }) => availabilityPpm < (belowPpm === 'objective' ? objectivePpm : belowPpm),
  )
  if (!step) return null
  const reductionBasisPoints = Math.min(step.reductionBasisPoints, terms.creditCapBasisPoints)
  const cents = divideHalfUp(priceCents * BigInt(reductionBasisPoints), 10_000n)
  return {
    step,
    reductionBasisPoints,
    cents: leftCents !== null && leftCents < cents ? leftCents : cents,
  }
}
