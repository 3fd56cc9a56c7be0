import { expect, test } from 'vitest'
import { endOfParisDay, startOfParisDay } from './paris-day'

test.each([
  ['2026-01-15', '2026-01-14T23:00:00.000Z', 24],
  ['2026-07-14', '2026-07-13T22:00:00.000Z', 24],
  ['2026-03-29', '2026-03-28T23:00:00.000Z', 23],
  ['2026-10-25', '2026-10-24T22:00:00.000Z', 25],
  ['2026-12-31', '2026-12-30T23:00:00.000Z', 24],
])('%s begins at %s and has %i hours', (day, start, hours) => {
  expect(startOfParisDay(day).toISOString()).toBe(start)
  expect(endOfParisDay(day).getTime() - startOfParisDay(day).getTime()).toBe(hours * 3_600_000)
})
