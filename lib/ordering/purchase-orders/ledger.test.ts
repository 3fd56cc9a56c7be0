import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RatedInterval } from '~/lib/usage'
import { burnDown, exhaustionDay, usedCents } from './ledger'

const interval = (
  startedAt: string,
  endedAt: string | null,
  microCentsPerHour = 4_000_000n,
  resourceId = 'ins_a',
) =>
  ({
    resourceId,
    meter: 'compute',
    priceVersionId: 'prv_1',
    microCentsPerHour,
    startedAt: new Date(startedAt),
    endedAt: endedAt === null ? null : new Date(endedAt),
  }) as RatedInterval
const year = { startsOn: '2026-01-01', endsOn: '2026-12-31' }
const at = (instant: string) => new Date(instant)

test.each([
  ['nothing', [], '2026-06-01T00:00:00Z', 0n],
  // Ten hours at four cents.
  [
    'an ended interval',
    [interval('2026-02-01T00:00:00Z', '2026-02-01T10:00:00Z')],
    '2026-06-01T00:00:00Z',
    40n,
  ],
  [
    'a running interval up to the instant',
    [interval('2026-02-01T00:00:00Z', null)],
    '2026-02-01T05:00:00Z',
    20n,
  ],
  // Paris is an hour ahead: the purchase order starts at 23:00 UTC the day before.
  [
    'use from the first day on',
    [interval('2025-12-31T20:00:00Z', '2026-01-01T01:00:00Z')],
    '2026-06-01T00:00:00Z',
    8n,
  ],
  ['use up to the last day', [interval('2026-12-31T20:00:00Z', null)], '2027-06-01T00:00:00Z', 12n],
  // Two whole months of 720 hours at most, at 28.80 €.
  [
    'each month up to its cap',
    [interval('2026-02-28T23:00:00Z', '2026-04-30T22:00:00Z')],
    '2026-06-01T00:00:00Z',
    5_760n,
  ],
  [
    'traffic measured within the validity',
    [
      { measuredAt: at('2026-03-01T00:00:00Z'), cents: 7n },
      { measuredAt: at('2025-12-31T23:00:00Z'), cents: 11n },
      { measuredAt: at('2026-07-01T00:00:00Z'), cents: 13n },
    ],
    '2026-06-01T00:00:00Z',
    7n,
  ],
] as const)('%s is counted', (_title, intervals, instant, cents) => {
  expect(usedCents(intervals, year, at(instant))).toBe(cents)
})

test('use never decreases over time, and the exhaustion day is the first that reaches the ceiling', () => {
  const hours = fc.integer({ min: 0, max: 24 * 364 })
  const one = fc.record({
    from: hours,
    length: fc.option(fc.integer({ min: 1, max: 2_000 })),
    price: fc.bigInt(1n, 50_000_000n),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 5 }), fc.bigInt(1n, 3_000_000n), (all, ceilingCents) => {
      const start = Date.parse('2026-01-01T00:00:00Z')
      const instant = (hour: number) => new Date(start + hour * 3_600_000).toISOString()
      const intervals = all.map(({ from, length, price }, index) =>
        interval(instant(from), length === null ? null : instant(from + length), price, `ins_${index}`),
      )
      // The oracle counts every day from the first, without bisection.
      let expected: string | null = null
      let before = 0n
      for (let day = 0; day < 365; day += 1) {
        const name = new Date(start + day * 86_400_000).toISOString().slice(0, 10)
        const used = usedCents(intervals, { ...year, endsOn: name }, at('2030-01-01T00:00:00Z'))
        expect(used).toBeGreaterThanOrEqual(before)
        before = used
        if (used >= ceilingCents && expected === null) expected = name
      }
      expect(exhaustionDay(intervals, { ...year, ceilingCents })).toBe(expected)
    }),
    { numRuns: 12 },
  )
})

test('the burn-down goes through today and ends at the projected use', () => {
  const intervals = [interval('2026-03-01T00:00:00Z', null)]
  const now = at('2026-06-15T10:00:00Z')
  const { past, future } = burnDown(intervals, year, now)
  expect(past.at(0)).toEqual({ day: '2026-01-01', cents: 0n })
  expect(past.at(-1)).toEqual({ day: '2026-06-15', cents: usedCents(intervals, year, now) })
  expect(future.at(0)).toEqual(past.at(-1))
  expect(future.at(-1)).toEqual({
    day: '2026-12-31',
    cents: usedCents(intervals, year, at('2027-01-01T00:00:00Z')),
  })
})
