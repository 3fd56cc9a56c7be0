import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeAvailability } from '../availability/compute-availability'
import type { Transition } from '../availability/transitions'
import type { Exclusion } from '../contract/exclusions'
import { stretchesOf } from './stretches'

const window = { from: 100, to: 200 }

test('a window is split at state changes and exclusion bounds', () => {
  const transitions: Transition[] = [
    { at: 90, state: 'up' },
    { at: 120, state: 'down' },
    { at: 150, state: 'up' },
    { at: 180, state: 'unknown' },
  ]
  const exclusions: Exclusion[] = [
    { from: 130, to: 160, rule: 'maintenance' },
    { from: 50, to: 105, rule: 'own_stop' },
  ]
  expect(stretchesOf(transitions, window, exclusions)).toEqual([
    { from: 100, to: 105, state: 'excluded', rule: 'own_stop' },
    { from: 105, to: 120, state: 'up', rule: null },
    { from: 120, to: 130, state: 'down', rule: null },
    { from: 130, to: 160, state: 'excluded', rule: 'maintenance' },
    { from: 160, to: 180, state: 'up', rule: null },
    { from: 180, to: 200, state: 'unknown', rule: null },
  ])
})

test('a window without observations is one interval, and an empty window none', () => {
  expect(stretchesOf([], window, [])).toEqual([{ from: 100, to: 200, state: 'unknown', rule: null }])
  expect(stretchesOf([], { from: 100, to: 100 }, [])).toEqual([])
})

test('the intervals are consecutive and add up to the availability’s inputs', () => {
  const at = fc.integer({ min: 80, max: 220 })
  const transition = fc.record({ at, state: fc.constantFrom('up', 'down', 'unknown') })
  const exclusion = fc
    .tuple(at, at, fc.constantFrom('maintenance', 'own_stop', 'force_majeure'))
    .map(([a, b, rule]) => ({ from: Math.min(a, b), to: Math.max(a, b), rule }) as Exclusion)
  fc.assert(
    fc.property(
      fc.array(transition, { maxLength: 8 }),
      fc.array(exclusion, { maxLength: 4 }),
      (list, exclusions) => {
        const transitions = [...list].sort((a, b) => a.at - b.at) as Transition[]
        const stretches = stretchesOf(transitions, window, exclusions)
        const sum = (state: string) =>
          stretches.filter((each) => each.state === state).reduce((ms, each) => ms + each.to - each.from, 0)
        const found = computeAvailability(transitions, window, exclusions)
        expect([sum('up'), sum('down'), sum('unknown'), sum('excluded')]).toEqual([
          found.upMs,
          found.downMs,
          found.unknownMs,
          found.excludedMs,
        ])
        for (const [index, each] of stretches.entries())
          expect(each.from).toBe(index === 0 ? window.from : stretches[index - 1]?.to)
        expect(stretches.at(-1)?.to).toBe(window.to)
      },
    ),
    { numRuns: 2_000 },
  )
})
