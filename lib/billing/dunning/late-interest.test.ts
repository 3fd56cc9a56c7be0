import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { lateInterest, type OpenFrom, type ReferenceRate } from './late-interest'
import { type DebtorKind, debtorKind, paymentDaysByLaw } from './payment-terms'

/** Set by the European Central Bank. */
const rates: ReferenceRate[] = [
  { from: '2024-09-18', basisPoints: 365 },
  { from: '2024-12-18', basisPoints: 315 },
  { from: '2025-06-11', basisPoints: 215 },
]
const owed = (openCents: bigint, from = '2025-01-01'): OpenFrom[] => [{ from, openCents }]

describe('late interest', () => {
  test('a company pays the rate of each half-year plus ten points', () => {
    // 1,000.00 due on 1 June: 29 days at 13.15 %, 31 at 12.15 %.
    expect(lateInterest('company', '2025-06-01', '2025-07-31', owed(100_000n), rates)).toEqual({
      cents: 2_077n,
      parts: [
        { from: '2025-06-02', to: '2025-06-30', days: 29, openCents: 100_000n, rateBasisPoints: 1_315 },
        { from: '2025-07-01', to: '2025-07-31', days: 31, openCents: 100_000n, rateBasisPoints: 1_215 },
      ],
    })
  })

  test('a public buyer keeps the rate of the half-year in which it was first late, plus eight points', () => {
    const { parts } = lateInterest('public_body', '2025-06-01', '2025-07-31', owed(100_000n), rates)
    expect(parts.map(({ rateBasisPoints }) => rateBasisPoints)).toEqual([1_115, 1_115])
    // Late from 1 July on, so the second half-year applies.
    const late = lateInterest('public_hospital', '2025-06-30', '2025-07-31', owed(100_000n), rates)
    expect(late.parts.map(({ days, rateBasisPoints }) => [days, rateBasisPoints])).toEqual([[31, 1_015]])
  })

  test('an amount paid in the meantime bears no more interest; on the due day nothing is late', () => {
    const balances = [
      ...owed(100_000n),
      { from: '2025-08-11', openCents: 40_000n },
      { from: '2025-08-21', openCents: 0n },
    ]
    const { parts } = lateInterest('company', '2025-07-31', '2025-12-31', balances, rates)
    expect(parts.map(({ days, openCents }) => [days, openCents])).toEqual([
      [10, 100_000n],
      [10, 40_000n],
    ])
    expect(lateInterest('company', '2025-07-31', '2025-07-31', owed(100_000n), rates)).toEqual({
      cents: 0n,
      parts: [],
    })
  })

  test('a half-year without a rate throws instead of guessing', () => {
    expect(() => lateInterest('company', '2024-06-01', '2024-07-01', owed(1n, '2024-01-01'), rates)).toThrow(
      RangeError,
    )
  })

  test('equals an oracle that adds up day by day', () => {
    const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2025-01-01', days))
    const kinds = fc.constantFrom<DebtorKind>('company', 'public_body', 'public_hospital', 'public_company')
    const balances = fc.array(fc.record({ from: day, openCents: fc.bigInt({ min: 0n, max: 10_000_000n }) }), {
      maxLength: 5,
    })
    const unique = balances.map((list) => [...new Map(list.map((each) => [each.from, each])).values()])
    fc.assert(
      fc.property(kinds, day, fc.integer({ min: 0, max: 500 }), unique, (kind, dueOn, late, list) => {
        const until = addDays(dueOn, late)
        const set = (date: Date) => {
          const first = `${date.getUTCFullYear()}-${date.getUTCMonth() < 6 ? '01' : '07'}-01`
          return rates.filter(({ from }) => from <= first).at(-1)?.basisPoints ?? 0
        }
        const at = (count: number) => new Date(Date.UTC(...split(dueOn), 0) + count * 86_400_000)
        let sum = 0n
        for (let count = 1; count <= late; count += 1) {
          const date = at(count)
          const text = date.toISOString().slice(0, 10)
          let open = 0n
          let latest = ''
          for (const each of list)
            if (each.from <= text && each.from > latest) {
              latest = each.from
              open = each.openCents
            }
          const rate = kind === 'company' ? set(date) + 1_000 : set(at(1)) + 800
          sum += open * BigInt(rate)
        }
        const doubled = (2n * sum + 3_650_000n) / 7_300_000n
        expect(lateInterest(kind, dueOn, until, list, rates).cents).toBe(doubled)
      }),
      { numRuns: 200 },
    )
  })
})

const split = (day: string): [number, number, number] => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return [year, month - 1, date]
}

test.each([
  ['company', '5710', 'company', 30],
  ['company', null, 'company', 30],
  ['eu_company', null, 'company', 30],
  ['public_body', '7344', 'public_body', 30],
  ['public_body', '7364', 'public_hospital', 50],
  ['company', '4140', 'public_company', 60],
  ['public_body', '4110', 'public_company', 60],
] as const)('%s of category %s is a %s with %i days', (kind, legalFormCode, expected, days) => {
  const found = debtorKind({ kind, legalFormCode })
  expect([found, paymentDaysByLaw[found]]).toEqual([expected, days])
})
