import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Observation, type Reading, type Transition, toTransitions } from '../availability/transitions'
import { overlayGaps } from './overlay-gaps'
import { type KnownState, planRound } from './plan-round'
import { longestGapMs } from './rounds'

const ids = ['ins_a', 'ins_b', 'vol_c']
const steps: readonly number[] = [10_000, 10_000, 10_000, 20_000, 30_000, 30_001, 90_000]
/** The answer of each subject, or that it is not probed, and the time since the previous round. */
const rounds = fc.array(
  fc.record({
    afterMs: fc.constantFrom(...steps),
    seen: fc.tuple(
      ...ids.map(() => fc.constantFrom<Reading | null>('up', 'up', 'up', 'down', 'unknown', null)),
    ),
  }),
  { maxLength: 40 },
)

/** Stores rows as the database would. */
function keepBooks(all: readonly { at: number; readings: Map<string, Reading> }[]) {
  let states: KnownState[] = []
  let before: number | null = null
  const transitions = new Map<string, Transition[]>()
  const gaps: { from: number; to: number }[] = []
  for (const { at, readings } of all) {
    const plan = planRound(
      { at: before, states },
      {
        at,
        readings: [...readings].map(([subjectId, reading]) => ({
          subjectId,
          reading,
          kind: 'instance',
          organisationId: null,
        })),
      },
    )
    if (plan.isGap && before !== null) gaps.push({ from: before, to: at })
    for (const { subjectId, state } of plan.transitions)
      transitions.set(subjectId, [...(transitions.get(subjectId) ?? []), { at: before as number, state }])
    for (const each of plan.changed) {
      states = states.filter(({ subjectId }) => subjectId !== each.subjectId)
      const state = each.isNew ? (transitions.get(each.subjectId)?.at(-1)?.state ?? null) : each.state
      states.push({ ...each, state })
    }
    states = states.filter(({ subjectId }) => !plan.left.includes(subjectId))
    before = at
  }
  return { transitions, gaps, states, lastRoundAt: before ?? 0 }
}

const stateAt = (list: readonly Transition[], at: number) =>
  list.filter((each) => each.at <= at).at(-1)?.state ?? 'unknown'

test('stored round by round, the transitions equal those of all observations together', () => {
  fc.assert(
    fc.property(rounds, (plans) => {
      let at = 1_000_000
      const all = plans.map(({ afterMs, seen }) => {
        at += afterMs
        return { at, readings: new Map(ids.flatMap((id, i) => (seen[i] ? [[id, seen[i]] as const] : []))) }
      })
      const books = keepBooks(all)
      for (const id of ids) {
        const looks = all.map(
          (round): Observation => ({ at: round.at, reading: round.readings.get(id) ?? 'unknown' }),
        )
        const wanted = toTransitions(looks, longestGapMs)
        const kept = books.transitions.get(id) ?? []
        const read = overlayGaps(kept, books.gaps, books.lastRoundAt)
        for (const { at: instant } of looks)
          for (const offset of [0, 1, 9_999]) {
            const asked = instant + offset
            if (asked < books.lastRoundAt) expect(stateAt(read, asked)).toBe(stateAt(wanted, asked))
          }
        kept.slice(1).forEach((each, index) => {
          expect(each.at).toBeGreaterThan(kept[index]?.at ?? Number.NaN)
          expect(each.state).not.toBe(kept[index]?.state)
        })
        const state = books.states.find(({ subjectId }) => subjectId === id)
        if (state) expect(state.state).toBe(kept.at(-1)?.state ?? null)
      }
    }),
    { numRuns: 500 },
  )
})

test('a subject in a constant state writes nothing', () => {
  const before = {
    at: 10_000,
    states: [{ subjectId: 'a', organisationId: null, reading: 'up', state: 'up' } as const],
  }
  const reading = { subjectId: 'a', kind: 'instance', organisationId: null, reading: 'up' } as const
  expect(planRound(before, { at: 20_000, readings: [reading] })).toEqual({
    isGap: false,
    transitions: [],
    changed: [],
    left: [],
  })
})

test.each([
  ['that ran', 'up', 10_000, 'unknown'],
  ['that could not be observed', 'unknown', 10_000, 'unknown'],
  ['that was down while it ran', 'down', 10_000, 'down'],
  ['that was down during its start', 'down', 95_000, 'unknown'],
  ['that was just seen down after its start', 'down', 101_000, 'unknown'],
] as const)(
  'a server %s, found switched off after it was seen %s',
  (_, reading, endedAfterStartAt, wanted) => {
    const before = {
      at: 100_000,
      states: [{ subjectId: 'a', organisationId: null, reading, state: reading }],
    }
    const off = {
      subjectId: 'a',
      kind: 'instance',
      organisationId: null,
      reading: 'down',
      endedAfterStartAt,
    } as const
    const plan = planRound(before, { at: 110_000, readings: [off] })
    const kept = plan.changed[0] ?? { reading }
    expect(kept.reading).toBe(wanted)
  },
)
