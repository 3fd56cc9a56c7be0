import type { Span } from '../availability/compute-availability'
import type { AvailabilityTerms } from './terms'

/** Events that may be excluded from the availability of a resource. Milliseconds since 1970, UTC. */
export type ExclusionFacts = {
  maintenance: readonly (Span & { announcedAt: number })[]
  /** From the customer's own stop to the customer's own start. */
  ownStops: readonly Span[]
  /** Decided by the operator, with a reason. */
  forceMajeure: readonly Span[]
}

export type Exclusion = Span & { rule: 'maintenance' | 'own_stop' | 'force_majeure' }

const hour = 3_600_000
const minute = 60_000

/**
 * The exclusions of `month` under the contract, sorted by rule and time. Maintenance counts when it was announced early
 * enough, in time order, until the month's allowance is used up: later minutes are not excluded. Overlapping
 * maintenance uses the allowance once.
 */
export function exclusionsOf(
  facts: ExclusionFacts,
  terms: Pick<AvailabilityTerms, 'maintenance'>,
  month: Span,
): Exclusion[] {
  const clip = (span: Span): Span => ({
    from: Math.max(span.from, month.from),
    to: Math.min(span.to, month.to),
  })
  const announced = facts.maintenance
    .filter(({ from, announcedAt }) => from - announcedAt >= terms.maintenance.noticeHours * hour)
    .map(clip)
    .sort((a, b) => a.from - b.from)
  const exclusions: Exclusion[] = []
  let left = terms.maintenance.allowanceMinutesPerMonth * minute
  let reached = month.from
  for (const span of announced) {
    const from = Math.max(span.from, reached)
    const to = Math.min(span.to, from + left)
    if (to <= from) continue
    exclusions.push({ from, to, rule: 'maintenance' })
    left -= to - from
    reached = to
  }
  const add = (spans: readonly Span[], rule: Exclusion['rule']) => {
    for (const span of spans.map(clip)) if (span.from < span.to) exclusions.push({ ...span, rule })
  }
  add(facts.ownStops, 'own_stop')
  add(facts.forceMajeure, 'force_majeure')
  return exclusions
}
