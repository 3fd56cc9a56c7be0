import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { type RatedInterval, rateUsage } from './rate-usage'

const month = parisMonth(new Date('2026-10-15T00:00:00Z'))
const monthSeconds = 745 * 3_600

const interval = (over: Partial<RatedInterval>): RatedInterval => ({
  resourceId: 'ins_a',
  meter: 'compute',
  priceVersionId: 'prv_1',
  microCentsPerHour: 4_900_000n,
  startedAt: month.from,
  endedAt: null,
  ...over,
})
const at = (seconds: number) => new Date(month.from.getTime() + seconds * 1_000)

test.each([
  ['one hour', [interval({ endedAt: at(3_600) })], 3_600n, 3_600n, 5n],
  [
    'half a second of a cent rounds up',
    [interval({ endedAt: at(1_800), microCentsPerHour: 1_000_000n })],
    1_800n,
    1_800n,
    1n,
  ],
  ['a whole October of 745 h is billed 720 h', [interval({})], 2_682_000n, 2_592_000n, 3_528n],
  [
    'usage before the month does not count',
    [interval({ startedAt: at(-7_200), endedAt: at(60) })],
    60n,
    60n,
    0n,
  ],
])('%s', (_name, intervals, seconds, billedSeconds, cents) => {
  expect(rateUsage(intervals, month, month.to)).toMatchObject([{ seconds, billedSeconds, cents }])
})

test('an empty interval makes no line', () => {
  expect(rateUsage([interval({ startedAt: at(9), endedAt: at(9) })], month, month.to)).toEqual([])
})

test('usage that has just started has a line of zero', () => {
  const begun = interval({ startedAt: at(9) })
  expect(rateUsage([begun], month, at(9))).toMatchObject([{ seconds: 0n, cents: 0n }])
  expect(rateUsage([begun], month, at(8))).toEqual([])
  expect(rateUsage([interval({ startedAt: month.to })], month, month.to)).toEqual([])
})

test('the prices of one meter share the cap, in time order', () => {
  const first = interval({ endedAt: at(700 * 3_600) })
  const second = interval({
    startedAt: at(700 * 3_600),
    priceVersionId: 'prv_2',
    microCentsPerHour: 9_000_000n,
  })
  const lines = rateUsage([second, first], month, month.to)
  expect(lines.map((line) => [line.priceVersionId, line.billedSeconds])).toEqual([
    ['prv_1', 700n * 3_600n],
    ['prv_2', 20n * 3_600n],
  ])
})

/** Counts second by second, over a month shortened to hours: slow and obvious. */
function oracle(intervals: readonly RatedInterval[], nowHour: number): Map<string, bigint> {
  const used = new Map<string, number>()
  const billed = new Map<string, number>()
  for (let hour = 0; hour < nowHour; hour += 1) {
    for (const each of intervals) {
      const isOn = each.startedAt <= at(hour * 3_600) && (!each.endedAt || at(hour * 3_600) < each.endedAt)
      if (!isOn) continue
      const meter = `${each.resourceId} ${each.meter}`
      const count = used.get(meter) ?? 0
      used.set(meter, count + 1)
      const line = `${meter} ${each.priceVersionId}`
      billed.set(line, (billed.get(line) ?? 0) + (count < 720 ? 1 : 0))
    }
  }
  return new Map([...billed].map(([line, hours]) => [line, BigInt(hours) * 3_600n]))
}

/** Whole hours of on and off for one meter: consecutive intervals that never overlap. */
const life = (resourceId: string) =>
  fc
    .array(
      fc.record({
        off: fc.integer({ min: 0, max: 30 }),
        on: fc.integer({ min: 0, max: 300 }),
        price: fc.constantFrom(1, 2, 3),
      }),
      { maxLength: 8 },
    )
    .map((turns) => {
      let clock = -24
      return turns.map(({ off, on, price }) => {
        const startedAt = at((clock + off) * 3_600)
        clock += off + on
        return interval({
          resourceId,
          priceVersionId: `prv_${price}`,
          microCentsPerHour: BigInt(price) * 777_777n,
          startedAt,
          endedAt: at(clock * 3_600),
        })
      })
    })

test('bills the same as counting hour by hour', () => {
  const nowHour = fc.integer({ min: 0, max: monthSeconds / 3_600 })
  fc.assert(
    fc.property(life('ins_a'), life('ins_b'), nowHour, (a, b, hour) => {
      const lines = rateUsage([...b, ...a], month, at(hour * 3_600))
      const rated = new Map(
        lines.map((l) => [`${l.resourceId} ${l.meter} ${l.priceVersionId}`, l.billedSeconds]),
      )
      expect(rated).toEqual(oracle([...a, ...b], hour))
      for (const line of lines) {
        const exact = Number(line.billedSeconds) * Number(line.microCentsPerHour)
        expect(Math.abs(Number(line.cents) * 3.6e9 - exact)).toBeLessThanOrEqual(1.8e9)
      }
    }),
    { numRuns: 300 },
  )
})
