import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeAvailability } from '~/lib/sla'
import { touching, withIncidents } from './with-incidents'

const span = (from: number, to: number, number = 1) => ({ from, to, number })

test('the duration of an incident counts as down even when the zone as a whole answered', () => {
  const measured = [{ at: 0, state: 'up' as const }]
  expect(withIncidents(measured, [span(100, 200)])).toEqual([
    { at: 0, state: 'up' },
    { at: 100, state: 'down' },
    { at: 200, state: 'up' },
  ])
})

test('time measured as down stays down after the incident', () => {
  const measured = [
    { at: 0, state: 'up' as const },
    { at: 150, state: 'down' as const },
    { at: 300, state: 'up' as const },
  ]
  expect(withIncidents(measured, [span(100, 200)])).toEqual([
    { at: 0, state: 'up' },
    { at: 100, state: 'down' },
    { at: 300, state: 'up' },
  ])
})

test('each instant is down during an incident or where measured down, and unknown where not observed', () => {
  const state = fc.constantFrom('up' as const, 'down' as const, 'unknown' as const)
  const measured = fc
    .uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 100 }), state }), { selector: ({ at }) => at })
    .map((each) => each.sort((a, b) => a.at - b.at))
  const spans = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 20 }))
      .map(([from, length]) => span(from, from + length)),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(measured, spans, (transitions, incidents) => {
      const result = withIncidents(transitions, incidents)
      for (let at = 0; at < 120; at += 1) {
        const isIn = incidents.some(({ from, to }) => from <= at && at < to)
        const measuredThen = transitions.findLast((each) => each.at <= at)?.state ?? 'unknown'
        const expected = isIn && measuredThen === 'up' ? 'down' : measuredThen
        expect(result.findLast((each) => each.at <= at)?.state ?? 'unknown').toBe(expected)
      }
    }),
  )
})

test('an incident lowers the figure of its own day only, and is listed on it', () => {
  const day = 86_400_000
  const measured = [{ at: 0, state: 'up' as const }]
  const incident = span(day + 1_000, day + 5_820_000, 7)
  const seen = withIncidents(measured, [incident])
  const ppm = (from: number) => computeAvailability(seen, { from, to: from + day }, []).availabilityPpm
  expect([ppm(0), ppm(day), ppm(2 * day)]).toEqual([1_000_000, 932_650, 1_000_000])
  expect(
    [0, 1, 2].map((index) => touching([incident], { from: index * day, to: (index + 1) * day })),
  ).toEqual([[], [7], []])
})
