import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastRunOut, horizonDays } from './forecast'

/**
 * An independent computation in floating point, day by day, from the textbook's formulas for a random walk with drift.
 */
function byHand(claimed: readonly number[], total: number) {
  const steps = claimed.slice(1).map((value, index) => value - (claimed[index] ?? 0))
  const n = steps.length
  const drift = steps.reduce((sum, step) => sum + step, 0) / n
  const variance = steps.reduce((sum, step) => sum + (step - drift) ** 2, 0) / (n - 1)
  const t =
    n - 1 >= 30 ? (n - 1 >= 40 ? 1.303 : 1.31) : ({ 13: 1.35, 19: 1.328, 29: 1.311 }[n - 1] ?? Number.NaN)
  const last = claimed.at(-1) ?? 0
  const edge = (h: number, side: number) =>
    last + drift * h + side * t * Math.sqrt(variance * (h + h ** 2 / n))
  return { edge, last, total }
}

const days = (length: number, of: (day: number) => number) =>
  Array.from({ length }, (_, day) => BigInt(of(day)))

describe('forecastRunOut', () => {
  it.each([
    [
      'ten a day with a hundred left: the tenth day, without variance',
      days(31, (d) => d * 10),
      400n,
      [10, 10, 10],
    ],
    ['a remainder takes one more day', days(31, (d) => d * 10), 401n, [11, 11, 11]],
    ['full already', days(31, (d) => d * 10), 300n, [0, 0, 0]],
    ['above full already', days(31, (d) => d * 10), 250n, [0, 0, 0]],
    ['nothing changes: never', days(31, () => 50), 100n, [null, null, null]],
    ['steadily decreasing: never', days(31, (d) => 500 - d), 600n, [null, null, null]],
    ['beyond the horizon is never', days(31, (d) => d), 30n + BigInt(horizonDays) + 1n, [null, null, null]],
    ['the last day of the horizon counts', days(31, (d) => d), 30n + BigInt(horizonDays), [730, 730, 730]],
  ] as const)('%s', (_name, claimed, total, [soonest, expected, latest]) => {
    expect(forecastRunOut(claimed, total)).toEqual({ kind: 'known', soonest, expected, latest })
  })

  it('requires a fortnight of days', () => {
    expect(
      forecastRunOut(
        days(14, (d) => d),
        100n,
      ),
    ).toEqual({ kind: 'too_short', days: 13, daysNeeded: 14 })
    expect(forecastRunOut([], 100n)).toMatchObject({ kind: 'too_short', days: 0 })
    expect(
      forecastRunOut(
        days(15, (d) => d),
        100n,
      ).kind,
    ).toBe('known')
  })

  it('ignores days older than half a year', () => {
    const risen = [...days(200, () => 0), ...days(180, (d) => (d + 1) * 2)]
    expect(forecastRunOut(risen, 400n)).toMatchObject({ expected: 20 })
  })

  it('is the first day on which the textbook’s line or edge reaches the total', () => {
    let seen = 0
    fc.assert(
      fc.property(
        fc.constantFrom(14, 20, 30, 31, 41),
        fc.infiniteStream(fc.integer({ min: -3, max: 6 })),
        fc.integer({ min: 1, max: 400 }),
        (n, stream, room) => {
          const steps = [...stream.take(n)]
          const claimed = [1_000]
          for (const step of steps) claimed.push((claimed.at(-1) ?? 0) + step)
          const total = (claimed.at(-1) ?? 0) + room
          const forecast = forecastRunOut(claimed.map(BigInt), BigInt(total))
          if (forecast.kind !== 'known') throw new Error('the history is long enough')
          const { edge } = byHand(claimed, total)
          for (const [found, side] of [
            [forecast.soonest, 1],
            [forecast.expected, 0],
            [forecast.latest, -1],
          ] as const) {
            // A small tolerance for floating point on this side.
            const at = found ?? horizonDays + 1
            if (found !== null) expect(edge(found, side)).toBeGreaterThan(total - 1e-6)
            let isEarlier = false
            for (let h = 1; h < at; h += 1) isEarlier ||= edge(h, side) >= total + 1e-6
            expect(isEarlier).toBe(false)
            if (found !== null) seen += 1
          }
          const order = [forecast.soonest, forecast.expected, forecast.latest].map((each) => each ?? 9_999)
          expect([...order].sort((a, b) => a - b)).toEqual(order)
        },
      ),
      { numRuns: 300 },
    )
    expect(seen).toBeGreaterThan(100)
  })

  it('contains the true day in its band about four times out of five', () => {
    let state = 20_261_125
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    // A sum of twelve: close to a normal step of mean 5 and deviation 4.
    const step = () => Math.round(5 + 4 * (Array.from({ length: 12 }, random).reduce((a, b) => a + b, 0) - 6))
    let held = 0
    const runs = 600
    for (let run = 0; run < runs; run += 1) {
      let level = 10_000
      const claimed = [level]
      for (let day = 0; day < 60; day += 1) {
        level += step()
        claimed.push(level)
      }
      const total = level + 400
      const forecast = forecastRunOut(claimed.map(BigInt), BigInt(total))
      if (forecast.kind !== 'known') throw new Error('the history is long enough')
      // After a fixed time the level is between the edges as often as the band promises.
      const { edge } = byHand(claimed.slice(-42), total)
      for (let day = 0; day < 80; day += 1) level += step()
      if (level >= edge(80, -1) && level <= edge(80, 1)) held += 1
      expect((forecast.soonest ?? 0) <= (forecast.expected ?? 0)).toBe(true)
    }
    expect(held / runs).toBeGreaterThan(0.75)
    expect(held / runs).toBeLessThan(0.85)
  })
})
