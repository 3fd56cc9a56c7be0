import { expect, test } from 'vitest'
import { type DrawnSpan, thinOut } from './thin-out'

const window = { from: 0, to: 1_000 }

test('intervals that fit are drawn unchanged', () => {
  const spans: DrawnSpan[] = [
    { from: 0, to: 999, state: 'up' },
    { from: 999, to: 1_000, state: 'down' },
  ]
  expect(thinOut(spans, window, 2)).toEqual(spans)
})

test('a short outage is drawn wider than its duration instead of being lost', () => {
  const spans: DrawnSpan[] = Array.from({ length: 500 }, (_, index) => ({
    from: index * 2,
    to: index * 2 + 2,
    state: index === 137 ? 'down' : index % 2 === 0 ? 'up' : 'excluded',
  }))
  const thinned = thinOut(spans, window, 10)
  expect(thinned).toEqual([
    { from: 0, to: 200, state: 'excluded' },
    { from: 200, to: 300, state: 'down' },
    { from: 300, to: 1_000, state: 'excluded' },
  ])
})

test('nothing is drawn where nothing was', () => {
  const spans: DrawnSpan[] = Array.from({ length: 30 }, (_, index) => ({
    from: 500 + index,
    to: 501 + index,
    state: index % 2 === 0 ? 'up' : 'unknown',
  }))
  expect(thinOut(spans, window, 10)).toEqual([{ from: 500, to: 600, state: 'unknown' }])
})
