import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parisClock } from '~/lib/kernel/time/paris-clock'
import { latestSlot, nextSlot, type ScheduleRule, slotName } from './schedule-rule'

const at = (text: string) => new Date(text)
const slots = (rule: ScheduleRule, from: string, count: number) => {
  const found: string[] = []
  for (let slot = nextSlot(rule, at(from)); found.length < count; slot = nextSlot(rule, slot))
    found.push(slot.toISOString().slice(0, 16))
  return found
}

describe('a daily rule has one instant a day', () => {
  test.each([
    // [hour, from, expected instants]
    [3, '2026-11-24T23:00Z', ['2026-11-25T02:00', '2026-11-26T02:00']],
    [0, '2026-11-24T23:00Z', ['2026-11-25T23:00']],
    // Two o'clock is skipped: the instant is that of the clock change, which shows three.
    [2, '2027-03-27T12:00Z', ['2027-03-28T01:00', '2027-03-29T00:00']],
    [3, '2027-03-27T12:00Z', ['2027-03-28T01:00', '2027-03-29T01:00']],
    // Two o'clock comes twice: the first time only.
    [2, '2027-10-30T12:00Z', ['2027-10-31T00:00', '2027-11-01T01:00']],
    [2, '2027-10-31T00:00Z', ['2027-11-01T01:00']],
    [3, '2027-10-30T12:00Z', ['2027-10-31T02:00', '2027-11-01T02:00']],
    [23, '2026-12-31T22:00Z', ['2027-01-01T22:00']],
  ] as [number, string, string[]][])('at %i from %s', (atHour, from, expected) => {
    expect(slots({ rhythm: 'daily', atHour }, from, expected.length)).toEqual(expected)
  })
})

test('a weekly rule has one instant a week, over changes of clocks and year', () => {
  const sundays = { rhythm: 'weekly', onWeekday: 7, atHour: 2 } as const
  expect(slots(sundays, '2027-10-25T00:00Z', 3)).toEqual([
    '2027-10-31T00:00',
    '2027-11-07T01:00',
    '2027-11-14T01:00',
  ])
  const mondays = { rhythm: 'weekly', onWeekday: 1, atHour: 6 } as const
  expect(slots(mondays, '2026-12-28T05:00Z', 2)).toEqual(['2027-01-04T05:00', '2027-01-11T05:00'])
})

test('an hourly rule has equal distances over changes of the clocks', () => {
  expect(slots({ rhythm: 'hourly', everyHours: 6 }, '2027-10-30T23:59Z', 4)).toEqual([
    '2027-10-31T00:00',
    '2027-10-31T06:00',
    '2027-10-31T12:00',
    '2027-10-31T18:00',
  ])
})

test('of several missed instants, only the last one is used', () => {
  const daily = { rhythm: 'daily', atHour: 3 } as const
  const due = at('2026-11-20T02:00Z')
  expect(latestSlot(daily, due, at('2026-11-25T01:59Z'))).toEqual(at('2026-11-24T02:00Z'))
  expect(latestSlot(daily, due, due)).toEqual(due)
})

test('names use the clock of Paris and are unique in a night with a repeated hour', () => {
  const names = ['2027-10-30T23:00Z', '2027-10-31T00:00Z', '2027-10-31T01:00Z', '2027-10-31T02:00Z'].map(
    (text) => slotName(at(text)),
  )
  expect(names).toEqual([
    'auto-2027-10-31-01h00',
    'auto-2027-10-31-02h00',
    'auto-2027-10-31-02h00-bis',
    'auto-2027-10-31-03h00',
  ])
})

/** The same instants, found by stepping hour by hour and reading the clock. */
function findByStepping(rule: ScheduleRule, after: Date): Date {
  const hour = 3_600_000
  const dayOf = (instant: number) => {
    const { year, month, day } = parisClock(new Date(instant))
    return Date.UTC(year, month - 1, day)
  }
  for (let instant = Math.floor(after.getTime() / hour) * hour + hour; ; instant += hour) {
    if (rule.rhythm === 'hourly') {
      if (instant % (rule.everyHours * hour) === 0) return new Date(instant)
      continue
    }
    const isFirstOfDay = dayOf(instant - hour) !== dayOf(instant)
    const before = isFirstOfDay ? -1 : parisClock(new Date(instant - hour)).hour
    const shown = parisClock(new Date(instant)).hour
    if (!(before < rule.atHour && shown >= rule.atHour)) continue
    if (hasPassed(instant, rule.atHour)) continue
    if (rule.rhythm === 'daily') return new Date(instant)
    const weekday = new Date(dayOf(instant)).getUTCDay() || 7
    if (weekday === rule.onWeekday) return new Date(instant)
  }
}

/** The clock has already shown this hour on this day, before it was put back. */
function hasPassed(instant: number, atHour: number): boolean {
  const { day } = parisClock(new Date(instant))
  for (let earlier = instant - 3_600_000; parisClock(new Date(earlier)).day === day; earlier -= 3_600_000)
    if (parisClock(new Date(earlier)).hour >= atHour) return true
  return false
}

const rules = fc.oneof(
  fc.record({ rhythm: fc.constant('hourly' as const), everyHours: fc.constantFrom(1, 2, 3, 4, 6, 8, 12) }),
  fc.record({ rhythm: fc.constant('daily' as const), atHour: fc.integer({ min: 0, max: 23 }) }),
  fc.record({
    rhythm: fc.constant('weekly' as const),
    onWeekday: fc.integer({ min: 1, max: 7 }),
    atHour: fc.integer({ min: 0, max: 23 }),
  }),
)

// The oracle reads every hour of a week: slow on a busy machine.
test('the next instant is the one found by stepping through the hours', { timeout: 30_000 }, () => {
  const instants = fc.oneof(
    fc.date({ min: at('2026-01-01T00:00Z'), max: at('2032-01-01T00:00Z'), noInvalidDate: true }),
    // Around the nights of clock changes.
    fc
      .tuple(
        fc.constantFrom('2027-03-28', '2027-10-31', '2028-03-26', '2028-10-29'),
        fc.integer({ min: -90, max: 90 }),
      )
      .map(([day, halfHours]) => new Date(at(`${day}T01:00Z`).getTime() + halfHours * 1_800_000)),
  )
  fc.assert(
    fc.property(rules, instants, (rule, after) => {
      expect(nextSlot(rule, after)).toEqual(findByStepping(rule, after))
    }),
    { numRuns: 300 },
  )
})
