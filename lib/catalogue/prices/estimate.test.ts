import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import {
  type EstimateChoice,
  estimate,
  readEstimate,
  type VatPlace,
  vatPlaces,
  writeEstimate,
} from './estimate'

const price = (meter: 'compute' | 'root_disk' | 'volume', microCentsPerHour: bigint) => ({
  id: `prv_${meter}` as Id<'priceVersion'>,
  meter,
  microCentsPerHour,
})
const server = { slug: 'essentiel-4', prices: [price('compute', 4_500_000n), price('root_disk', 400_000n)] }
const disk = { slug: 'disque-100', prices: [price('volume', 1_320_000n)] }
const choice = (over: Partial<EstimateChoice> & { of?: Record<string, number> }): EstimateChoice => ({
  quantities: new Map(Object.entries(over.of ?? {})),
  hours: 720,
  place: 'metropole',
  ...over,
})

test('a whole month of two servers and a volume, with its VAT', () => {
  expect(estimate([server, disk], choice({ of: { 'essentiel-4': 2, 'disque-100': 1 } }))).toEqual({
    lines: [
      { slug: 'essentiel-4', quantity: 2, unitCents: 3_528n, cents: 7_056n },
      { slug: 'disque-100', quantity: 1, unitCents: 950n, cents: 950n },
    ],
    perTermCents: 0n,
    netCents: 8_006n,
    vatCents: 1_601n,
    grossCents: 9_607n,
  })
})

test('a server that runs by day pays for its disk all month', () => {
  const { lines } = estimate([server], choice({ of: { 'essentiel-4': 1 }, hours: 200 }))
  expect(lines[0]?.unitCents).toBe(900n + 288n)
})

test('with a commitment, offered lines cost less, and their term total adds up', () => {
  const kept = { ...server, terms: [{ months: 12 as const, basisPoints: 2_000 }] }
  const found = estimate([kept, disk], {
    ...choice({ of: { 'essentiel-4': 1, 'disque-100': 1 } }),
    termMonths: 12,
  })
  expect(found.lines.map(({ unitCents }) => unitCents)).toEqual([2_822n, 950n])
  expect(found.perTermCents).toBe(12n * 2_822n)
})

test('an empty choice costs nothing', () => {
  expect(estimate([server], choice({}))).toMatchObject({ lines: [], grossCents: 0n })
})

test.each([
  [
    { 'essentiel-4': '3', heures: '200', lieu: 'guyane-mayotte' },
    { 'essentiel-4': 3 },
    200,
    'guyane-mayotte',
  ],
  [{ 'essentiel-4': '501', heures: '721', lieu: 'lune' }, {}, 720, 'metropole'],
  [{ 'essentiel-4': '-1', heures: '1e2', lieu: 'toString' }, {}, 720, 'metropole'],
  [{ inconnu: '3', 'essentiel-4': ['2', '9'] }, { 'essentiel-4': 2 }, 720, 'metropole'],
])('reads %j', (query, quantities, hours, place) => {
  const read = readEstimate(query, ['essentiel-4'])
  expect({ ...read, quantities: Object.fromEntries(read.quantities) }).toEqual({ quantities, hours, place })
})

test('a query string contains the complete choice', () => {
  const places = fc.constantFrom(...(Object.keys(vatPlaces) as VatPlace[]))
  fc.assert(
    fc.property(
      fc.nat({ max: 500 }),
      fc.nat({ max: 500 }),
      fc.nat({ max: 720 }),
      places,
      (a, b, hours, place) => {
        const quantities = new Map([['a', a] as const, ['b', b] as const].filter(([, n]) => n > 0))
        expect(readEstimate(writeEstimate({ quantities, hours, place }), ['a', 'b'])).toEqual({
          quantities,
          hours,
          place,
        })
      },
    ),
  )
})
