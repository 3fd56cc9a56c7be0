/** The state of a resource by one vantage or by the whole platform. `unknown`: it could not be observed. */
export type Reading = 'up' | 'down' | 'unknown'

/** From `at` (milliseconds since 1970, UTC) to the next transition the resource is in `state`. */
export type Transition = { at: number; state: Reading }

/** One observation of one vantage. */
export type Observation = { at: number; reading: Reading }

/**
 * The state between two consecutive observations: up only when both were up; down when one was down and the other not
 * unknown, so that an outage lasts from the last up to the first up; otherwise unknown, also when they are further
 * apart than `longestGapMs`.
 */
export function stateBetween(before: Observation, after: Observation, longestGapMs: number): Reading {
  if (after.at - before.at > longestGapMs) return 'unknown'
  if (before.reading === 'unknown' || after.reading === 'unknown') return 'unknown'
  return before.reading === 'up' && after.reading === 'up' ? 'up' : 'down'
}

/**
 * The observations of one vantage as transitions, sorted and deduplicated; the last one ends as unknown. A second
 * observation at the same instant is dropped: two workers count once.
 */
export function toTransitions(observations: readonly Observation[], longestGapMs: number): Transition[] {
  const transitions: Transition[] = []
  const sorted = [...observations].sort((a, b) => a.at - b.at)
  let before: Observation | undefined
  for (const after of sorted) {
    if (after.at === before?.at) continue
    if (before) push(transitions, before.at, stateBetween(before, after, longestGapMs))
    before = after
  }
  if (before && transitions.length > 0) push(transitions, before.at, 'unknown')
  return transitions
}

/**
 * Combines vantages: up where one is up, down where all are down, otherwise unknown. A vantage is unknown before its
 * first transition.
 */
export function combineVantages(vantages: readonly (readonly Transition[])[]): Transition[] {
  const changes = vantages
    .flatMap((transitions, vantage) => transitions.map(({ at, state }) => ({ at, state, vantage })))
    .sort((a, b) => a.at - b.at)
  const states: Reading[] = vantages.map(() => 'unknown')
  const combined: Transition[] = []
  for (const [index, { at, state, vantage }] of changes.entries()) {
    states[vantage] = state
    // Transitions at the same instant take effect together.
    if (changes[index + 1]?.at !== at) push(combined, at, together(states))
  }
  return combined
}

function together(states: readonly Reading[]): Reading {
  if (states.includes('up')) return 'up'
  return states.every((state) => state === 'down') ? 'down' : 'unknown'
}

function push(transitions: Transition[], at: number, state: Reading): void {
  if (transitions.at(-1)?.state !== state) transitions.push({ at, state })
}
