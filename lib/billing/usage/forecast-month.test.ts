import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { bandOf, forecastLines, knownAt } from './forecast-month'
import { type BillableInterval, rateMonth } from './rate-month'

const month = monthOf('2026-11')
const hour = 3_600_000
const at = (hours: number) => new Date(month.from.getTime() + hours * hour)

function use(from: number, to: number | null, more: Partial<BillableInterval> = {}): BillableInterval {
  return {
    resourceId: 'ins_a',
    resourceKind: 'instance',
    meter: 'compute',
    priceVersionId: 'prv_a',
    microCentsPerHour: 2_000_000n,
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
    projectId: 'prj_a' as Id<'project'>,
    bundleId: 'bun_a' as Id<'bundle'>,
    costReferences: {},
    listMicroCentsPerHour: null,
    ...more,
  }
}
const centsOf = (lines: readonly { cents: bigint }[]) => lines.reduce((sum, { cents }) => sum + cents, 0n)

test.each<[string, BillableInterval[], number, bigint]>([
  ['finished usage does not change', [use(0, 10)], 100, 20n],
  ['running usage continues, 720 hours at most', [use(-50, null)], 100, 1_440n],
  ['usage that started in the month continues to its end', [use(620, null)], 640, 200n],
  ['a later end is not known yet', [use(620, 650)], 640, 200n],
  ['a later start is not known yet', [use(650, null)], 640, 0n],
  ['a pause is not compensated', [use(0, 300), use(310, null)], 320, 2n * (300n + 410n)],
])('%s', (_name, intervals, hours, cents) => {
  expect(centsOf(forecastLines(intervals, month, at(hours)))).toBe(cents)
})

const life = fc.record({
  resource: fc.constantFrom('ins_a', 'ins_b', 'ins_c'),
  meter: fc.constantFrom('compute' as const, 'root_disk' as const),
  price: fc.bigInt({ min: 1n, max: 9_999_999n }),
  from: fc.integer({ min: -900, max: 719 }),
  hours: fc.option(fc.integer({ min: 1, max: 900 })),
})

/** Counts hour by hour, without the code's intervals: a running hour is billed while fewer than 720 are. */
function oracleCents(
  lives: readonly (typeof life extends fc.Arbitrary<infer L> ? L : never)[],
  now: number,
): bigint {
  const groups = new Map<string, { price: bigint; on: (hour: number) => boolean }>()
  lives.forEach(({ resource, meter, price, from, hours }, index) => {
    const to = hours === null ? Number.POSITIVE_INFINITY : from + hours
    if (from >= now) return
    const seenTo = to > now ? Number.POSITIVE_INFINITY : to
    groups.set(`${resource}${index} ${meter}`, { price, on: (hour) => hour >= from && hour < seenTo })
  })
  let sum = 0n
  for (const { price, on } of groups.values()) {
    let billed = 0n
    for (let hour = 0; hour < 720; hour += 1) if (on(hour) && billed < 720n) billed += 1n
    sum += (2n * price * billed + 1_000_000n) / 2_000_000n
  }
  return sum
}

test('equals an hourly oracle, and is never below the usage so far', () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 12 }), fc.integer({ min: 1, max: 719 }), (lives, now) => {
      const intervals = lives.map(({ resource, meter, price, from, hours }, index) =>
        use(from, hours === null ? null : from + hours, {
          resourceId: `${resource}${index}`,
          meter,
          microCentsPerHour: price,
        }),
      )
      const foreseen = centsOf(forecastLines(intervals, month, at(now)))
      expect(foreseen).toBe(oracleCents(lives, now))
      expect(foreseen >= centsOf(rateMonth(intervals, month, at(now)))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test.each<[string, [bigint, bigint][], bigint, { lowCents: bigint; highCents: bigint } | null]>([
  [
    'two months are too short a history',
    [
      [10n, 10n],
      [10n, 10n],
    ],
    0n,
    null,
  ],
  [
    'an exact history gives a band of zero width',
    [
      [10n, 10n],
      [7n, 7n],
      [3n, 3n],
    ],
    0n,
    { lowCents: 100n, highCents: 100n },
  ],
  [
    'the largest deviation on each side',
    [
      [10n, 9n],
      [10n, 12n],
      [10n, 11n],
    ],
    0n,
    { lowCents: 90n, highCents: 120n },
  ],
  [
    'never below the usage so far',
    [
      [10n, 2n],
      [10n, 10n],
      [10n, 10n],
    ],
    95n,
    { lowCents: 95n, highCents: 100n },
  ],
  [
    'rounded outwards',
    [
      [3n, 2n],
      [3n, 4n],
      [1n, 1n],
    ],
    0n,
    { lowCents: 66n, highCents: 134n },
  ],
])('%s', (_name, trials, used, band) => {
  expect(
    bandOf(
      100n,
      used,
      trials.map(([foreseen, came]) => ({ foreseen, came })),
    ),
  ).toEqual(band)
})

test('usage known at an instant has started, and continues unless it has ended', () => {
  const known = knownAt([use(0, 5), use(0, 20), use(10, null), use(9, 12)], at(10))
  expect(known.map(({ endedAt }) => endedAt)).toEqual([at(5), null, null])
})
