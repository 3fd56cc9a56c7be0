import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { referencesKey } from '~/lib/usage'
import { type BillableInterval, rateMonth } from './rate-month'

const zone = process.env.TZ
afterEach(() => {
  process.env.TZ = zone
})

/** The last Sunday of a month at 01:00 UTC, when Paris changes its clocks. */
function clockChange(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 0))
  return Date.UTC(year, month - 1, last.getUTCDate() - last.getUTCDay(), 1)
}

/** The first instant of a month in Paris by the legal rule, without a time zone table. */
function firstSecond(year: number, month: number): number {
  const [y, m] = month > 12 ? [year + 1, month - 12] : [year, month]
  const midnight = Date.UTC(y, m - 1, 1)
  const winter = midnight - 3_600_000
  const isSummer = winter >= clockChange(y, 3) && winter < clockChange(y, 10)
  return isSummer ? winter - 3_600_000 : winter
}

type Spell = { on: number; off: number; price: number }
const spell = fc.record({
  off: fc.integer({ min: 0, max: 400_000 }),
  on: fc.integer({ min: 0, max: 2_000_000 }),
  price: fc.constantFrom(1, 2, 3),
})

function life(from: number, spells: readonly Spell[]): BillableInterval[] {
  let clock = from - 1_000_000_000
  return spells.map(({ on, off, price }) => {
    const startedAt = new Date(clock + off * 1_000)
    clock += (off + on) * 1_000
    return {
      resourceId: 'ins_a',
      resourceKind: 'instance',
      meter: 'compute',
      priceVersionId: `prv_${price}`,
      microCentsPerHour: BigInt(price) * 7_654_321n,
      startedAt,
      endedAt: new Date(clock),
      projectId: 'prj_a' as Id<'project'>,
      bundleId: 'bun_a' as Id<'bundle'>,
      costReferences: {},
      listMicroCentsPerHour: null,
    }
  })
}

/** Finds the second at which 720 hours are used up, by bisection, and counts each price up to it. */
function oracle(intervals: readonly BillableInterval[], from: number, to: number): Map<string, bigint> {
  const usedUpTo = (end: number, price?: string) =>
    intervals.reduce((sum, { startedAt, endedAt, priceVersionId }) => {
      if (price && price !== priceVersionId) return sum
      const begin = Math.max(startedAt.getTime(), from)
      return sum + Math.max(0, Math.min(endedAt?.getTime() ?? to, end, to) - begin)
    }, 0)
  const cap = 720 * 3_600_000
  let [low, high] = [from, to]
  if (usedUpTo(to) > cap) {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (usedUpTo(middle) <= cap) low = middle
      else high = middle
    }
  } else low = to
  const cents = new Map<string, bigint>()
  for (const { priceVersionId, microCentsPerHour } of intervals) {
    if (usedUpTo(to, priceVersionId) === 0) continue
    const seconds = BigInt(usedUpTo(low, priceVersionId)) / 1_000n
    const exact = seconds * microCentsPerHour
    const whole = exact / 3_600_000_000n
    cents.set(priceVersionId, exact % 3_600_000_000n >= 1_800_000_000n ? whole + 1n : whole)
  }
  return cents
}

describe.each(['Europe/Paris', 'UTC', 'America/St_Johns', 'Pacific/Kiritimati'])('in %s', (timeZone) => {
  test('every month from 2026 to 2032 is rated as by an independent rule', () => {
    process.env.TZ = timeZone
    for (let year = 2026; year <= 2032; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        const [from, to] = [firstSecond(year, month), firstSecond(year, month + 1)]
        const billed = parisMonth(new Date(Date.UTC(year, month - 1, 15)))
        expect([billed.from.getTime(), billed.to.getTime()]).toEqual([from, to])
        fc.assert(
          fc.property(fc.array(spell, { maxLength: 6 }), (spells) => {
            const intervals = life(from, spells)
            const lines = rateMonth(intervals, billed, billed.to)
            expect(new Map(lines.map((line) => [line.priceVersionId, line.cents]))).toEqual(
              oracle(intervals, from, to),
            )
          }),
          { numRuns: 25 },
        )
      }
    }
  })
})

test('usage in another project or under other references is a separate line, and shares the cap', () => {
  const month = parisMonth(new Date('2026-10-15T00:00:00Z'))
  const [first] = life(month.from.getTime(), [{ off: 0, on: 0, price: 1 }])
  if (!first) throw new Error('a life has a beginning')
  const half = new Date(month.from.getTime() + 700 * 3_600_000)
  const lines = rateMonth(
    [
      { ...first, startedAt: month.from, endedAt: half },
      { ...first, startedAt: half, endedAt: null, costReferences: { purchaseOrderNumber: 'BC-1' } },
    ],
    month,
    month.to,
  )
  expect(lines.map((line) => line.billedSeconds / 3_600n)).toEqual([700n, 20n])
})

test('the key of references does not depend on their order', () => {
  expect(referencesKey({ serviceCode: 'S', marketNumber: 'M' })).toBe(
    referencesKey({ marketNumber: 'M', serviceCode: 'S' }),
  )
})
