import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addBusinessHours, businessMilliseconds } from './business-hours'
import { isFrenchHoliday } from './french-holidays'

/** As listed by service-public.fr; the movable ones are those that a formula may get wrong. */
const holidays = new Set([
  ...['2025-01-01', '2025-04-21', '2025-05-01', '2025-05-08', '2025-05-29', '2025-06-09', '2025-07-14'],
  ...['2025-08-15', '2025-11-01', '2025-11-11', '2025-12-25'],
  ...['2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25', '2026-07-14'],
  ...['2026-08-15', '2026-11-01', '2026-11-11', '2026-12-25'],
  ...['2027-01-01', '2027-03-29', '2027-05-01', '2027-05-06', '2027-05-08', '2027-05-17', '2027-07-14'],
  ...['2027-08-15', '2027-11-01', '2027-11-11', '2027-12-25'],
  ...['2028-01-01', '2028-04-17', '2028-05-01', '2028-05-08', '2028-05-25', '2028-06-05', '2028-07-14'],
  ...['2028-08-15', '2028-11-01', '2028-11-11', '2028-12-25'],
])

test('the holidays of four years are those that the State publishes, and no other days', () => {
  const found: string[] = []
  for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2029, 0, 1); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (isFrenchHoliday(day)) found.push(day)
  }
  expect(found).toEqual([...holidays].sort())
})

const clock = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  weekday: 'long',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
})

/** The oracle: a minute counts when the clocks of Paris show a business day and hour. */
function isWorked(minute: number): boolean {
  // Paris differs from UTC by whole hours, so one look-up per hour is enough.
  const hour = Math.floor(minute / 60)
  const known = worked.get(hour) ?? isWorkedHour(hour)
  worked.set(hour, known)
  return known
}

const worked = new Map<number, boolean>()

function isWorkedHour(hour: number): boolean {
  const shown = Object.fromEntries(
    clock.formatToParts(new Date(hour * 3_600_000)).map((part) => [part.type, part.value]),
  )
  if (shown.weekday === 'samedi' || shown.weekday === 'dimanche') return false
  if (holidays.has(`${shown.year}-${shown.month}-${shown.day}`)) return false
  return Number(shown.hour) >= 9 && Number(shown.hour) < 18
}

/** The end of the last of these business minutes, counted one by one. */
function walk(from: number, hours: number): number {
  let left = hours * 60
  let at = from
  for (; left > 0; at += 1) if (isWorked(at)) left -= 1
  return at
}

const minutes = fc.integer({
  min: Date.UTC(2025, 0, 1) / 60_000,
  max: Date.UTC(2028, 10, 1) / 60_000,
})
const date = (minute: number) => new Date(minute * 60_000)

describe('business hours', () => {
  test('end where counting by minute ends', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 12 }), (from, hours) => {
        expect(addBusinessHours(date(from), hours)).toEqual(date(walk(from, hours)))
      }),
      { numRuns: 200 },
    )
  })

  test('between two instants equal the business minutes, counted one by one', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: -60, max: 4_000 }), (from, length) => {
        const each = Array.from({ length: Math.max(0, length) }, (_, at) => isWorked(from + at))
        expect(businessMilliseconds(date(from), date(from + length))).toBe(
          each.filter(Boolean).length * 60_000,
        )
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['a morning', '2026-11-25T09:00:00+01:00', '2026-11-25T13:00:00+01:00'],
    ['an evening continues in the morning', '2026-11-25T16:30:00+01:00', '2026-11-26T11:30:00+01:00'],
    ['a Friday evening continues on Monday', '2026-11-27T17:00:00+01:00', '2026-11-30T12:00:00+01:00'],
    ['a night counts from the opening', '2026-11-25T03:00:00+01:00', '2026-11-25T13:00:00+01:00'],
    ['Ascension, a Thursday', '2026-05-13T17:00:00+02:00', '2026-05-15T12:00:00+02:00'],
    ['the night that loses an hour', '2026-03-27T16:00:00+01:00', '2026-03-30T11:00:00+02:00'],
    ['an end at closing time', '2026-11-25T14:00:00+01:00', '2026-11-25T18:00:00+01:00'],
  ])('%s', (_what, from, due) => {
    expect(addBusinessHours(new Date(from), 4)).toEqual(new Date(due))
  })
})
