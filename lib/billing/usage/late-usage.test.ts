import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { lateUsage } from './late-usage'
import { type BillableInterval, rateMonth } from './rate-month'

const month = parisMonth(new Date('2026-10-15T00:00:00Z'))
const at = (seconds: number) => new Date(month.from.getTime() + seconds * 1_000)
const interval = (resourceId: string, from: number, to: number, price: bigint): BillableInterval => ({
  resourceId,
  meter: 'compute',
  priceVersionId: `prv_${price}`,
  microCentsPerHour: price,
  startedAt: at(from),
  endedAt: at(to),
  resourceKind: 'instance',
  projectId: 'prj_a' as Id<'project'>,
  bundleId: 'bun_a' as Id<'bundle'>,
  costReferences: {},
  listMicroCentsPerHour: null,
})
const sum = (lines: readonly { cents: bigint }[]) => lines.reduce((total, line) => total + line.cents, 0n)

test('nothing is late without new usage', () => {
  const rated = rateMonth([interval('ins_a', 0, 9_000, 5_000_000n)], month, month.to)
  expect(lateUsage(rated, rated)).toEqual([])
})

test('billed usage plus late usage equals the month as known now', () => {
  const life = fc
    .array(
      fc.record({ off: fc.integer({ min: 0, max: 90_000 }), on: fc.integer({ min: 1, max: 900_000 }) }),
      {
        maxLength: 5,
      },
    )
    .map((turns) => {
      let clock = 0
      return turns.map(({ off, on }, index) => {
        const from = clock + off
        clock = from + on
        return interval('ins_a', from, clock, BigInt(index % 2) * 777n + 1_234_567n)
      })
    })
  fc.assert(
    fc.property(life, fc.nat(5), (intervals, cut) => {
      const first = rateMonth(intervals.slice(0, cut), month, month.to)
      const whole = rateMonth(intervals, month, month.to)
      const late = lateUsage(whole, first)
      expect(sum(first) + sum(late)).toBe(sum(whole))
    }),
  )
})

test('a stop recorded late credits the excess', () => {
  const open = rateMonth([interval('ins_a', 0, 7_200, 50_000_000n)], month, month.to)
  const stopped = rateMonth([interval('ins_a', 0, 3_600, 50_000_000n)], month, month.to)
  expect(lateUsage(stopped, open).map((late) => [late.billedSeconds, late.cents])).toEqual([[-3_600n, -50n]])
})

test('an amount already credited on a line is not credited again, and a rise is billed in full', () => {
  const of = (seconds: number) => rateMonth([interval('ins_a', 0, seconds, 50_000_000n)], month, month.to)
  const billed = (creditedCents: bigint) => of(7_200).map((line) => ({ ...line, creditedCents }))
  const cents = (seconds: number, credited: bigint) =>
    lateUsage(of(seconds), billed(credited)).map((late) => late.cents)
  expect([cents(3_600, 20n), cents(3_600, 50n), cents(3_600, 100n)]).toEqual([[-30n], [0n], [0n]])
  expect([cents(7_200, 50n), cents(10_800, 50n)]).toEqual([[], [50n]])
})

test('a usage that turns out to be outside the month is credited in full', () => {
  const billed = rateMonth([interval('ins_a', 0, 7_200, 50_000_000n)], month, month.to)
  expect(lateUsage([], billed).map((late) => late.cents)).toEqual([-100n])
})
