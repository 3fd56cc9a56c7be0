import { describe, expect, test } from 'vitest'
import { burnPace, burnRateThousandths, errorBudget } from './error-budget'

const minute = 60_000
const seen = (downMinutes: number, ofMinutes: number) => ({
  upMs: (ofMinutes - downMinutes) * minute,
  downMs: downMinutes * minute,
})

describe('the error budget of an objective', () => {
  test.each([
    // 99.9 % of 30 days leaves 43 minutes and 12 seconds.
    [30 * 1440, 0, 999_000, 43.2, 43.2],
    [30 * 1440, 50, 999_000, 43.2, -6.8],
    [30 * 1440, 10, 999_500, 21.6, 11.6],
    [30 * 1440, 1, 1_000_000, 0, -1],
    [0, 0, 999_000, 0, 0],
  ])('%i minutes, %i down, %i ppm', (of, down, objectivePpm, allowed, left) => {
    const budget = errorBudget(seen(down, of), objectivePpm)
    expect(budget.allowedMs / minute).toBeCloseTo(allowed, 6)
    expect(budget.leftMs / minute).toBeCloseTo(left, 6)
  })

  test('the burn rate is one when the budget would be spent exactly at the end', () => {
    expect(burnRateThousandths(seen(1, 1000), 999_000)).toBe(1_000)
    expect(burnRateThousandths(seen(144, 10_000), 999_000)).toBe(14_400)
    expect(burnRateThousandths(seen(0, 0), 999_000)).toBeNull()
    expect(burnRateThousandths(seen(1, 60), 1_000_000)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('burn alerts', () => {
  /** Down for the last minutes, and up before. */
  const downFor = (minutes: number) => (lastMs: number) =>
    seen(Math.min(minutes, lastMs / minute), lastMs / minute)
  /** Down for some minutes that ended some minutes ago. */
  const downBefore = (minutes: number, agoMinutes: number) => (lastMs: number) =>
    seen(Math.max(0, Math.min(minutes, lastMs / minute - agoMinutes)), lastMs / minute)

  test.each([
    ['one minute is too short for the long window', downFor(0.5), 999_000, null],
    ['an outage that spends 2 % of the month within the hour', downFor(1), 999_000, 'fast'],
    ['the same outage, ended', downBefore(3, 10), 999_000, 'slow'],
    ['an outage that ended an hour ago raises no alert', downBefore(30, 60), 999_000, null],
    ['a lower objective alerts later', downFor(1), 990_000, null],
  ] as const)('%s', (_, seenOver, objectivePpm, pace) => {
    expect(burnPace(seenOver, objectivePpm)).toBe(pace)
  })
})
