import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Meter } from '../views'
import { type Announced, parseHourlyPrice, priceChange } from './price-change'

const from = new Date('2026-10-01T22:00:00Z')
const later = new Date('2026-12-31T23:00:00Z')
const open = (meter: Meter, microCentsPerHour: bigint, validFrom = from): Announced => ({
  id: `prv_${meter}`,
  meter,
  microCentsPerHour,
  validFrom,
})

test.each([
  ['0,0490', 4_900_000n],
  ['0.049', 4_900_000n],
  ['12', 1_200_000_000n],
  [' 0,000001 ', 100n],
  ['0', 0n],
])('%s € an hour', (text, microCents) => expect(parseHourlyPrice(text)).toBe(microCents))

test.each(['', '-1', '1e3', '0,', ',5', '1 000', '0,0000001', '12345', '٣'])('%s is not a price', (text) =>
  expect(parseHourlyPrice(text)).toBeNull(),
)

test('lists each change of price, per hour and per month, and leaves out unchanged ones', () => {
  const change = priceChange(
    [open('compute', 4_900_000n), open('root_disk', 1_000_000n)],
    new Map<Meter, bigint>([
      ['compute', 5_390_000n],
      ['root_disk', 1_000_000n],
    ]),
    later,
  )
  expect(change).toEqual({
    lines: [
      {
        meter: 'compute',
        from: 4_900_000n,
        to: 5_390_000n,
        monthlyFromCents: 3_528n,
        monthlyToCents: 3_881n,
        changePermille: 100n,
      },
    ],
    basis: 'prv_compute prv_root_disk',
  })
})

test('a first price has nothing to compare with, and a decrease is negative', () => {
  expect(priceChange([], new Map([['volume', 900n]]), later)).toMatchObject({
    lines: [{ from: null, monthlyFromCents: null, changePermille: null }],
  })
  expect(priceChange([open('volume', 1_000n)], new Map([['volume', 900n]]), later)).toMatchObject({
    lines: [{ changePermille: -100n }],
  })
  expect(priceChange([open('volume', 0n)], new Map([['volume', 900n]]), later)).toMatchObject({
    lines: [{ changePermille: null }],
  })
})

test('rejects a publication without changes, and one before an announced price', () => {
  expect(priceChange([open('volume', 900n)], new Map([['volume', 900n]]), later)).toEqual({
    refusal: 'price_unchanged',
  })
  expect(priceChange([], new Map(), later)).toEqual({ refusal: 'price_unchanged' })
  for (const announced of [later, new Date(later.getTime() + 1)])
    expect(priceChange([open('volume', 1_000n, announced)], new Map([['volume', 900n]]), later)).toEqual({
      refusal: 'price_announced',
      meter: 'volume',
    })
})

test('euros with up to six decimals convert exactly to micro-cents', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9_999 }),
      fc.integer({ min: 0, max: 999_999 }),
      (euros, millionths) => {
        const text = `${euros},${String(millionths).padStart(6, '0')}`
        expect(parseHourlyPrice(text)).toBe(BigInt(euros) * 100_000_000n + BigInt(millionths) * 100n)
      },
    ),
  )
})
