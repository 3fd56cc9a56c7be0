import { expect, test } from 'vitest'
import { linePath, niceMax, thinOut } from './line-path'

const frame = { from: 0, to: 100, max: 10 }

test.each([
  [
    'a line',
    [
      { at: 0, value: 0 },
      { at: 10, value: 5 },
    ],
    'M0 100h0.1L100 50',
  ],
  ['nothing', [], ''],
  [
    'broken where something is missing',
    [
      { at: 0, value: 1 },
      { at: 10, value: null },
      { at: 20, value: 1 },
    ],
    'M0 90h0.1M200 90h0.1',
  ],
  [
    'broken where the next is far',
    [
      { at: 0, value: 1 },
      { at: 50, value: 1 },
    ],
    'M0 90h0.1M500 90h0.1',
  ],
  [
    'inside its frame',
    [
      { at: -10, value: 1 },
      { at: 0, value: 99 },
      { at: 120, value: 1 },
    ],
    'M0 0h0.1',
  ],
])('%s', (_, samples, path) => {
  expect(linePath(samples, frame, 20)).toBe(path)
})

test.each([
  [0, 1, 1],
  [1, 1, 1],
  [1.01, 1, 2],
  [37, 1, 50],
  [50, 1, 50],
  [51, 1, 100],
  [1_234_567, 1, 2_000_000],
  [0.03, 0.01, 0.05],
])('an axis for %d, of at least %d, ends with %d', (value, least, end) => {
  expect(niceMax(value, least)).toBeCloseTo(end, 9)
})

test('rows are thinned out evenly, and the last one is kept', () => {
  expect(thinOut([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7])
  expect(thinOut([1, 2], 3)).toEqual([1, 2])
  expect(thinOut([], 3)).toEqual([])
})
