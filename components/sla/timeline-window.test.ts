import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bounded, longestMs, moved, placed, shortestMs, spanMs, upToNow, zoomed } from './timeline-window'

const now = Date.parse('2026-11-26T10:00:00Z')
const day = 86_400_000

test('zooming keeps the instant under the pointer in place', () => {
  const window = { from: now - 10 * day, to: now }
  const share = 0.25
  const closer = zoomed(window, 0.5, share, now)
  expect(closer.to - closer.from).toBe(5 * day)
  expect(closer.from + share * (closer.to - closer.from)).toBe(now - 7.5 * day)
})

test('moving shifts the window by a part of its length, and back', () => {
  const window = { from: now - 10 * day, to: now }
  const earlier = moved(window, -0.5, now)
  expect(earlier).toEqual({ from: now - 15 * day, to: now - 5 * day })
  expect(moved(earlier, 0.5, now)).toEqual(window)
})

test('any sequence of zooms and moves leaves a valid window', () => {
  const step = fc.oneof(
    fc.tuple(
      fc.constant('zoom' as const),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    fc.tuple(fc.constant('move' as const), fc.double({ min: -20, max: 20, noNaN: true }), fc.constant(0)),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let window = upToNow(spanMs.day, now)
      for (const [kind, amount, share] of steps)
        window = kind === 'zoom' ? zoomed(window, amount, share, now) : moved(window, amount, now)
      const length = window.to - window.from
      expect(Number.isInteger(window.from) && Number.isInteger(window.to)).toBe(true)
      expect(length).toBeGreaterThanOrEqual(shortestMs)
      expect(length).toBeLessThanOrEqual(longestMs)
      expect(window.to).toBeLessThanOrEqual(now + 61 * day)
    }),
  )
})

test('a second in a year is still drawn, and what lies outside is not', () => {
  const window = bounded({ from: now - 365 * day, to: now }, now)
  expect(placed({ from: now - 100 * day, to: now - 100 * day + 1_000 }, window)?.width).toBe(1.5)
  expect(placed({ from: now - 1, to: now + day }, window)).toEqual({ x: 998.5, width: 1.5 })
  expect(placed({ from: now - 500 * day, to: now - 400 * day }, window)).toBeNull()
  expect(placed({ from: now + day, to: now + 2 * day }, window)).toBeNull()
  expect(placed({ from: window.from - day, to: window.to + day }, window)).toEqual({ x: 0, width: 1_000 })
})
