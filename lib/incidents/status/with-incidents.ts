import type { Span } from '~/lib/sla'
import type { Transition } from '~/lib/sla/client'

/** The interval of an incident of a service: from its start to its repair, or until now. */
export type IncidentSpan = Span & { number: number }

/**
 * Measurements of a service with its published incidents counted as down: probes see a zone down only when the whole
 * zone is, while its customers saw their servers fail. Unobserved time stays unknown. Pure.
 */
export function withIncidents(
  transitions: readonly Transition[],
  incidents: readonly IncidentSpan[],
): Transition[] {
  if (incidents.length === 0) return [...transitions]
  const edges = new Set([
    ...transitions.map(({ at }) => at),
    ...incidents.flatMap(({ from, to }) => [from, to]),
  ])
  const states: Transition[] = []
  for (const at of [...edges].sort((a, b) => a - b)) {
    const isInIncident = incidents.some(({ from, to }) => from <= at && at < to)
    const measured = transitions.findLast((each) => each.at <= at)?.state ?? 'unknown'
    const state = isInIncident && measured === 'up' ? 'down' : measured
    if (states.at(-1)?.state !== state) states.push({ at, state })
  }
  return states
}

/** Numbers of the incidents that overlap an interval. Pure. */
export const touching = (incidents: readonly IncidentSpan[], { from, to }: Span): number[] =>
  incidents.filter((each) => each.from < to && from < each.to).map(({ number }) => number)
