/**
 * What a vantage or the whole platform says of a resource. `unknown` is neither of the others: nobody could look.
 */
export type Reading = 'up' | 'down' | 'unknown'

/** From `at` (milliseconds since 1970, UTC) until the next transition the resource is `state`. */
export type Transition = { at: number; state: Reading }

/** One look of one vantage. */
export type Observation = { at: number; reading: Reading }

/**
 * What is known between two looks that follow each other: up only when both were good; down when one was bad and
 * the other not unknown, so that an outage runs from the last good look to the first good one; else unknown, also
 * when the looks lie further apart than `longestGapMs`.
 */
export function stateBetween(before: Observation, after: Observation, longestGapMs: number): Reading {
  if (after.at - before.at > longestGapMs) return 'unknown'
  if (before.reading === 'unknown' || after.reading === 'unknown') return 'unknown'
  return before.reading === 'up' && after.reading === 'up' ? 'up' : 'down'
}

/**
 * The looks of one vantage as transitions, sorted and without repetition; the last ends the last look, as unknown.
 * A look at an instant that has been looked at already is dropped: two workers count once.
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
 * What several vantages say together: up where one sees it up, down where every one sees it down, else unknown. A
 * vantage has seen nothing before its first transition.
 */
export function combineVantages(vantages: readonly (readonly Transition[])[]): Transition[] {
  const changes = vantages
    .flatMap((transitions, vantage) => transitions.map(({ at, state }) => ({ at, state, vantage })))
    .sort((a, b) => a.at - b.at)
  const states: Reading[] = vantages.map(() => 'unknown')
  const combined: Transition[] = []
  for (const [index, { at, state, vantage }] of changes.entries()) {
    states[vantage] = state
    // Those of one instant come into force together.
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
