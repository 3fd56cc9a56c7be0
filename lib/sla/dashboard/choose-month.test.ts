import { expect, test } from 'vitest'
import { chooseMonth, futurePeriods, monthsUntil } from './choose-month'

test.each([
  // An hour before it is December in London.
  ['2026-11-30T23:30:00Z', '2026-12'],
  ['2026-11-30T22:30:00Z', '2026-11'],
  ['2027-01-01T00:00:00Z', '2027-01'],
])('at %s the month in Paris is %s', (now, period) => {
  expect(chooseMonth(undefined, new Date(now)).period).toBe(period)
})

test('the list has thirteen consecutive months, and only the current one is running', () => {
  const months = monthsUntil(new Date('2026-11-26T10:00:00Z'))
  expect(months.map(({ period }) => period)).toEqual([
    '2026-11',
    '2026-10',
    '2026-09',
    '2026-08',
    '2026-07',
    '2026-06',
    '2026-05',
    '2026-04',
    '2026-03',
    '2026-02',
    '2026-01',
    '2025-12',
    '2025-11',
  ])
  for (const [index, month] of months.entries()) {
    expect(month.isRunning).toBe(index === 0)
    if (index > 0) expect(month.to).toBe(months[index - 1]?.from)
  }
})

test('the coming months start after the last contract version', () => {
  const now = new Date('2026-11-26T10:00:00Z')
  expect(futurePeriods(now, new Date('2019-12-31T23:00:00Z'))[0]).toBe('2026-12')
  const later = futurePeriods(now, new Date('2026-12-31T23:00:00Z'))
  expect([later[0], later[11], later.length]).toEqual(['2027-02', '2028-01', 12])
})

test('a month outside the list selects the current one', () => {
  const now = new Date('2026-11-26T10:00:00Z')
  for (const period of ['2026-12', '2020-01', 'x', ''])
    expect(chooseMonth(period, now).period).toBe('2026-11')
  expect(chooseMonth('2026-03', now)).toMatchObject({ period: '2026-03', isRunning: false })
})
