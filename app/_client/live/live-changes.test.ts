import { expect, test } from 'vitest'
import { refetchEvery, shows } from './live-changes'

test.each([
  ['without a stream a query polls at its own interval', 500, false, 500],
  ['with one it refetches every five seconds where something is moving', 700, true, 5_000],
  ['and about once a minute elsewhere', 15_000, true, 60_000],
  ['never more often than without a stream', 300_000, true, 300_000],
])('%s', (_, pollMs, isTold, expected) => {
  expect(refetchEvery(pollMs, isTold, () => 0.5)).toBe(expected)
})

test('a query that has ended does not begin again', () => {
  expect(refetchEvery(false, true)).toBe(false)
})

test('pages that were opened together do not refetch together', () => {
  expect([refetchEvery(5_000, true, () => 0), refetchEvery(5_000, true, () => 1)]).toEqual([48_000, 72_000])
})

test('a query hears of its own topics only', () => {
  const meta = { topics: ['orders', 'resources'] }
  expect([shows(meta, ['resources']), shows(meta, ['incidents']), shows(undefined, ['orders'])]).toEqual([
    true,
    false,
    false,
  ])
})
