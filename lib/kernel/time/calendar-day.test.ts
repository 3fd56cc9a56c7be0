import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, easterSunday } from './calendar-day'

describe('days of the calendar', () => {
  test.each([
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    // The nights on which clocks change in Paris.
    ['2027-03-28', 1, '2027-03-29'],
    ['2027-10-31', -1, '2027-10-30'],
    ['2026-11-24', 0, '2026-11-24'],
  ])('%s and %i is %s', (day, days, wanted) => {
    expect(addDays(day, days)).toBe(wanted)
    expect(daysBetween(day, wanted)).toBe(days)
  })

  test('the difference equals the days added, over years', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4_000, max: 4_000 }), (days) => {
        expect(daysBetween('2026-06-15', addDays('2026-06-15', days))).toBe(days)
      }),
    )
  })

  // As published by the Bureau des longitudes.
  test.each(['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2038-04-25'])(
    'Easter is on %s',
    (day) => {
      expect(easterSunday(Number(day.slice(0, 4)))).toBe(day)
    },
  )
})
