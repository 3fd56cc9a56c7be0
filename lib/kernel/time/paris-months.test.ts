import { describe, expect, it } from 'vitest'
import { addParisMonths, parisMonthsBetween } from './paris-months'

const wall = (instant: Date) =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(instant)

describe('months after an instant, in Paris', () => {
  it.each([
    ['2026-01-31T10:15:30Z', 1, '2026-02-28 11:15:30'],
    ['2026-01-31T10:15:30Z', 2, '2026-03-31 11:15:30'],
    ['2026-01-31T10:15:30Z', 3, '2026-04-30 11:15:30'],
    ['2026-01-31T10:15:30Z', 12, '2027-01-31 11:15:30'],
    ['2028-02-29T10:15:30Z', 12, '2029-02-28 11:15:30'],
    ['2028-02-29T10:15:30Z', 48, '2032-02-29 11:15:30'],
    ['2026-07-15T22:30:00Z', 6, '2027-01-16 00:30:00'],
    ['2026-11-25T20:00:00Z', 36, '2029-11-25 21:00:00'],
    ['2026-12-31T23:30:00Z', 1, '2027-02-01 00:30:00'],
  ])('%s + %d = %s', (anchor, months, expected) => {
    expect(wall(addParisMonths(new Date(anchor), months))).toBe(expected)
  })

  it('agrees, for five years of anchors, with a calendar walked day by day', () => {
    for (let n = 0; n < 1_800; n += 7) {
      const anchor = new Date(Date.UTC(2026, 0, 1 + n, (n * 5) % 24, n % 60, (n * 7) % 60))
      const [day = '', time = ''] = wall(anchor).split(' ')
      for (const months of [1, 11, 12, 36]) {
        const end = addParisMonths(anchor, months)
        const found = wall(end)
        expect(parisMonthsBetween(anchor, end)).toBe(months)
        expect(found.slice(0, 10)).toBe(walk(day, months))
        // The hour that clocks skip in March is the one exception.
        if (found.slice(5, 10) < '03-25' || found.slice(5, 10) > '03-31') expect(found.slice(11)).toBe(time)
      }
    }
  })
})

/** Walks day by day from the first of the month to the same day, or to the last one before the next month. */
function walk(from: string, months: number): string {
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number)
  let left = months
  let y = year
  let m = month
  while (left > 0) {
    m += 1
    if (m === 13) {
      m = 1
      y += 1
    }
    left -= 1
  }
  let last = ''
  for (let d = 1; d <= day; d += 1) {
    const date = new Date(Date.UTC(y, m - 1, d))
    if (date.getUTCMonth() !== m - 1) break
    last = date.toISOString().slice(0, 10)
  }
  return last
}
