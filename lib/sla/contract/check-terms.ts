import type { AvailabilityTerms } from './terms'

/** The defect of proposed terms, and its form field. */
export type TermsRefusal = {
  field: string
  reason: 'steps_sorted' | 'step_above_objective' | 'cap_below_step' | 'objective_range'
}

type Promised = { id: string; availabilityPpm: number }

const lowestObjectivePpm = 900_000

/**
 * Terms are valid when the steps are in descending availability with increasing credits; when no step but the first is
 * at or above an objective, so that a kept objective gives no credit; when the cap is not below the first step; and
 * when each objective is between 90 % and 100 %. Pure.
 */
export function checkTerms(
  terms: Pick<AvailabilityTerms, 'creditSteps' | 'creditCapBasisPoints'>,
  bundles: readonly Promised[],
  zones: readonly Promised[],
): TermsRefusal | null {
  const [first, ...rest] = terms.creditSteps
  if (first?.belowPpm !== 'objective') return { field: 'steps.0.below', reason: 'steps_sorted' }
  for (const [kind, list] of [['bundles', bundles] as const, ['zones', zones] as const])
    for (const [index, { availabilityPpm }] of list.entries())
      if (availabilityPpm < lowestObjectivePpm)
        return { field: `${kind}.${index}.availability`, reason: 'objective_range' }
  const least = Math.min(...bundles.map(({ availabilityPpm }) => availabilityPpm))
  let [belowPpm, reduction] = [Number.POSITIVE_INFINITY, first.reductionBasisPoints]
  for (const [index, step] of rest.entries()) {
    const field = `steps.${index + 1}`
    if (step.belowPpm === 'objective' || step.belowPpm >= belowPpm)
      return { field: `${field}.below`, reason: 'steps_sorted' }
    if (step.belowPpm >= least) return { field: `${field}.below`, reason: 'step_above_objective' }
    if (step.reductionBasisPoints <= reduction) return { field: `${field}.reduction`, reason: 'steps_sorted' }
    belowPpm = step.belowPpm
    reduction = step.reductionBasisPoints
  }
  if (terms.creditCapBasisPoints < first.reductionBasisPoints)
    return { field: 'cap', reason: 'cap_below_step' }
  return null
}
