import { expect, test } from 'vitest'
import { lastDayOf, monthOf, parisMonth, periodAfter, periodOf } from './paris-month'

const hours = (instant: string) => {
  const { from, to } = parisMonth(new Date(instant))
  return (to.getTime() - from.getTime()) / 3_600_000
}

test.each([
  ['2026-11-24T12:00:00Z', '2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z'],
  // Just before and at midnight in Paris, summer and winter.
  ['2026-07-31T21:59:59Z', '2026-06-30T22:00:00.000Z', '2026-07-31T22:00:00.000Z'],
  ['2026-07-31T22:00:00Z', '2026-07-31T22:00:00.000Z', '2026-08-31T22:00:00.000Z'],
  ['2026-12-31T23:00:00Z', '2026-12-31T23:00:00.000Z', '2027-01-31T23:00:00.000Z'],
  // Clocks change on the very last day of the month.
  ['2027-10-31T12:00:00Z', '2027-09-30T22:00:00.000Z', '2027-10-31T23:00:00.000Z'],
])('%s falls in the month from %s to %s', (instant, from, to) => {
  expect(parisMonth(new Date(instant))).toMatchObject({ from: new Date(from), to: new Date(to) })
})

test('every month from 2026 to 2032 has the hours of the calendar and follows the previous one', () => {
  const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  for (let year = 2026; year <= 2032; year += 1) {
    for (let month = 0; month < 12; month += 1) {
      const isLeap = month === 1 && year % 4 === 0
      const clockChange = month === 2 ? -1 : month === 9 ? 1 : 0
      const middle = new Date(Date.UTC(year, month, 15)).toISOString()
      expect([middle, hours(middle)]).toEqual([
        middle,
        ((days[month] ?? 0) + (isLeap ? 1 : 0)) * 24 + clockChange,
      ])
      const next = new Date(Date.UTC(year, month + 1, 15))
      expect(parisMonth(next).from).toEqual(parisMonth(new Date(middle)).to)
    }
  }
})

test('a month is found by its name, and so are the previous and next names', () => {
  for (let months = 0; months < 60; months += 1) {
    const period = periodAfter('2026-01', months)
    const month = monthOf(period)
    expect(month.period).toBe(period)
    expect([month.from, month.to].map((at) => periodOf(at))).toEqual([period, periodAfter(period, 1)])
    expect(periodOf(new Date(month.from.getTime() - 1))).toBe(periodAfter(period, -1))
    expect(lastDayOf(period)).toBe(new Date(Date.UTC(2026, months + 1, 0)).toISOString().slice(0, 10))
  }
})
