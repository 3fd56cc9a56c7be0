import type { AvailabilityTerms, CreditStep } from '../contract/terms'
import { reductionCents } from './reduction'

/** The credit of a missed month, before VAT, with the applied `step`. */
export type Credit = { step: CreditStep; reductionBasisPoints: number; cents: bigint }

/**
 * The credit for a month of a resource: null without measurements or when the objective was kept. `priceCents` is the
 * price of the month before VAT; the credit is rounded half up, once, and limited by the cap and by `leftCents`, the
 * price left after credit notes (null without any).
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
  const cents = reductionCents(priceCents, reductionBasisPoints)
  return {
    step,
    reductionBasisPoints,
    cents: leftCents !== null && leftCents < cents ? leftCents : cents,
  }
}
