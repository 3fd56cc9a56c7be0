import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { combineVantages, type Observation, type Reading, stateBetween, toTransitions } from './transitions'

const gap = 30
const looks = (text: string): Observation[] =>
  [...text].flatMap((mark, index) => {
    const reading = ({ '+': 'up', '-': 'down', '?': 'unknown' } as const)[mark]
    return reading ? [{ at: index * 10, reading }] : []
  })
const spelt = (text: string) => toTransitions(looks(text), gap).map(({ at, state }) => `${at} ${state}`)

describe('observations as transitions', () => {
  test.each([
    [
      'an outage lasts from the last up to the first up observation',
      '++--++',
      ['0 up', '10 down', '40 up', '50 unknown'],
    ],
    ['one down observation is an outage of two steps', '+-+', ['0 down', '20 unknown']],
    [
      'an unobserved interval is unknown, also next to an outage',
      '+-?-+',
      ['0 down', '10 unknown', '30 down', '40 unknown'],
    ],
    [
      'the time between distant observations is unknown',
      '++....++',
      ['0 up', '10 unknown', '60 up', '70 unknown'],
    ],
    ['observations exactly at the longest gap are close enough', '+..+', ['0 up', '30 unknown']],
    ['a single observation covers no time', '+', []],
  ] as const)('%s', (_, text, wanted) => {
    expect(spelt(text)).toEqual(wanted)
  })

  test('two workers that observe at the same instants count once', () => {
    const once = looks('++-?+-+')
    expect(toTransitions([...once, ...once], gap)).toEqual(toTransitions(once, gap))
  })

  const observations = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 400 }),
      reading: fc.constantFrom<Reading>('up', 'down', 'unknown'),
    }),
    { maxLength: 30 },
  )
  test('every interval between two observations has the state that they imply, in any order of arrival', () => {
    fc.assert(
      fc.property(observations, (unsorted) => {
        const transitions = toTransitions(unsorted, gap)
        const firstOf = new Map<number, Observation>()
        for (const look of unsorted) if (!firstOf.has(look.at)) firstOf.set(look.at, look)
        const sorted = [...firstOf.values()].sort((a, b) => a.at - b.at)
        for (let index = 1; index < sorted.length; index += 1) {
          const [before, after] = [sorted[index - 1], sorted[index]] as [Observation, Observation]
          const state = transitions.filter(({ at }) => at <= before.at).at(-1)?.state
          expect(state).toBe(stateBetween(before, after, gap))
        }
        transitions.slice(1).forEach((each, index) => {
          expect(each.at).toBeGreaterThan(transitions[index]?.at ?? Number.NaN)
          expect(each.state).not.toBe(transitions[index]?.state)
        })
      }),
    )
  })
})

describe('combined vantages', () => {
  const said = (at: number, state: Reading) => ({ at, state })

  test('are down only where all are down, up where one is up, otherwise unknown', () => {
    const one = [said(0, 'up'), said(10, 'down'), said(40, 'up')]
    const other = [said(0, 'up'), said(20, 'down'), said(30, 'unknown'), said(50, 'up')]
    expect(combineVantages([one, other])).toEqual([
      said(0, 'up'),
      said(20, 'down'),
      said(30, 'unknown'),
      said(40, 'up'),
    ])
  })

  test('treat a vantage before its first observation as unknown', () => {
    expect(combineVantages([[said(0, 'down')], [said(20, 'down')]])).toEqual([
      said(0, 'unknown'),
      said(20, 'down'),
    ])
  })

  test('equal the combination of all states at each instant', () => {
    const states: readonly Reading[] = ['up', 'down', 'unknown']
    const one = fc
      .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 8 })
      .chain((instants) =>
        fc.tuple(
          ...instants
            .sort((a, b) => a - b)
            .map((at) => fc.constantFrom(...states).map((state) => said(at, state))),
        ),
      )
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 3 }), (vantages) => {
        const combined = combineVantages(vantages)
        for (let at = 0; at <= 61; at += 1) {
          const each = vantages.map(
            (list) => list.filter((entry) => entry.at <= at).at(-1)?.state ?? 'unknown',
          )
          const wanted = each.some((state) => state === 'up')
            ? 'up'
            : each.some((state) => state === 'unknown')
              ? 'unknown'
              : 'down'
          expect(combined.filter((entry) => entry.at <= at).at(-1)?.state ?? 'unknown').toBe(wanted)
        }
      }),
    )
  })
})
