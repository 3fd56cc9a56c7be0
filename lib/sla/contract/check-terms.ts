import type { AvailabilityTerms } from './terms'

/** What is wrong with what is to be promised, and the field of the form that says it. */
export type TermsRefusal = {
  field: string
  reason: 'steps_sorted' | 'step_above_objective' | 'cap_below_step' | 'objective_range'
}

type Promised = { id: string; availabilityPpm: number }

const lowestObjectivePpm = 900_000

/**
 * Terms are sound when the steps go from the mildest to the hardest, each below the one before and giving back more;
 * when no step but the first lies at or above an objective, so that nothing is given back while the objective is kept;
 * when the cap lets the first step through; and when each objective lies between 90 % and all of the time. Pure.
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
