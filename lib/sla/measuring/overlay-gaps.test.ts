import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Reading, Transition } from '../availability/transitions'
import { overlayGaps } from './overlay-gaps'

const states: readonly Reading[] = ['up', 'down', 'unknown']
const transitions = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 10 })
  .chain((instants) =>
    fc.tuple(
      ...instants
        .sort((a, b) => a - b)
        .map((at) => fc.constantFrom(...states).map((state): Transition => ({ at, state }))),
    ),
  )
const gaps = fc
  .uniqueArray(fc.integer({ min: -5, max: 65 }), { maxLength: 8 })
  .map((edges) => edges.sort((a, b) => a - b))
  .map((edges) =>
    edges.flatMap((from, i) =>
      i % 2 === 0 && i + 1 < edges.length ? [{ from, to: edges[i + 1] as number }] : [],
    ),
  )

const stateAt = (list: readonly Transition[], at: number) =>
  list.filter((each) => each.at <= at).at(-1)?.state ?? 'unknown'

test('a vantage is unknown in every gap and after its last round, otherwise as observed', () => {
  fc.assert(
    fc.property(transitions, gaps, fc.integer({ min: 0, max: 70 }), (list, spans, knownUntil) => {
      const overlaid = overlayGaps(list, spans, knownUntil)
      for (let at = -6; at <= 72; at += 1) {
        const isHidden = at >= knownUntil || spans.some(({ from, to }) => from <= at && at < to)
        expect(stateAt(overlaid, at)).toBe(isHidden ? 'unknown' : stateAt(list, at))
      }
      overlaid.slice(1).forEach((each, index) => {
        expect(each.at).toBeGreaterThan(overlaid[index]?.at ?? Number.NaN)
        expect(each.state).not.toBe(overlaid[index]?.state)
      })
    }),
    { numRuns: 1_000 },
  )
})
