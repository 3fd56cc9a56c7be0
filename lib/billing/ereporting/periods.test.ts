import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { disjointPeriod, dueDay, obligedFrom, periodOf } from './periods'
import { serviceListDueDay, serviceMonth } from './service-list'

// Table 13 of the external specifications 3.2: the period of a day, and its filing deadline.
test.each([
  ['transactions', 'real_monthly', '2026-09-01', '2026-09-01', '2026-09-10', '2026-09-20'],
  ['transactions', 'real_monthly', '2026-09-10', '2026-09-01', '2026-09-10', '2026-09-20'],
  ['transactions', 'real_monthly', '2026-09-11', '2026-09-11', '2026-09-20', '2026-09-30'],
  ['transactions', 'real_monthly', '2028-02-20', '2028-02-11', '2028-02-20', '2028-02-29'],
  ['transactions', 'real_monthly', '2026-10-31', '2026-10-21', '2026-10-31', '2026-11-10'],
  ['transactions', 'real_monthly', '2026-12-21', '2026-12-21', '2026-12-31', '2027-01-10'],
  ['payments', 'real_monthly', '2026-09-11', '2026-09-01', '2026-09-30', '2026-10-10'],
  ['transactions', 'real_quarterly', '2026-12-31', '2026-12-01', '2026-12-31', '2027-01-10'],
  ['payments', 'real_quarterly', '2026-11-02', '2026-11-01', '2026-11-30', '2026-12-10'],
  ['transactions', 'simplified', '2027-01-15', '2027-01-01', '2027-01-31', '2027-02-28'],
  ['payments', 'simplified', '2026-11-02', '2026-11-01', '2026-11-30', '2026-12-31'],
  ['transactions', 'franchise', '2026-10-03', '2026-09-01', '2026-10-31', '2026-11-30'],
  ['payments', 'franchise', '2026-12-31', '2026-11-01', '2026-12-31', '2027-01-31'],
  ['transactions', 'franchise', '2028-02-29', '2028-01-01', '2028-02-29', '2028-03-31'],
] as const)('%s of a %s seller on %s', (kind, regime, day, from, to, due) => {
  expect(periodOf(kind, regime, day)).toEqual({ from, to })
  expect(dueDay(kind, regime, to)).toBe(due)
})

test('every seller is obliged from its start date on', () => {
  expect((['large', 'mid_size', 'small'] as const).map(obligedFrom)).toEqual([
    '2026-09-01',
    '2026-09-01',
    '2027-09-01',
  ])
})

test('periods never overlap, under any change of regime, and each day belongs to one', () => {
  const regimes = ['real_monthly', 'real_quarterly', 'simplified', 'franchise'] as const
  fc.assert(
    fc.property(
      fc.constantFrom('transactions', 'payments' as const),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.constantFrom(...regimes)), { maxLength: 40 }),
      (kind, steps) => {
        const declared: { from: string; to: string }[] = []
        for (const [days, regime] of steps) {
          const day = addDays('2026-09-01', days)
          const period = disjointPeriod(kind, regime, day, declared)
          expect(period.from <= day && day <= period.to).toBe(true)
          if (!declared.some(({ from }) => from === period.from)) declared.push(period)
        }
        const sorted = [...declared].sort((a, b) => a.from.localeCompare(b.from))
        for (const [index, { to }] of sorted.entries()) {
          const next = sorted[index + 1]
          if (next) expect(to < next.from).toBe(true)
        }
      },
    ),
  )
})

describe('the list of services', () => {
  // The customs' published calendars of 2017, 2021 and 2022.
  test.each([
    ['2017-01', '2017-02-11'],
    ['2017-10', '2017-11-14'],
    ['2021-03', '2021-04-13'],
    ['2022-01', '2022-02-11'],
    ['2022-03', '2022-04-12'],
    ['2022-04', '2022-05-12'],
    ['2022-05', '2022-06-13'],
    ['2022-10', '2022-11-14'],
    ['2022-12', '2023-01-12'],
  ])('of %s is due on %s', (month, day) => {
    expect(serviceListDueDay(month)).toBe(day)
  })

  test.each([
    ['an invoice of usage', 'invoice', '2026-10-31', '2026-11-03', '2026-10'],
    ['an invoice issued after the list was due', 'invoice', '2026-10-31', '2026-12-20', '2026-12'],
    ['a credit note', 'credit_note', '2026-10-31', '2026-11-05', '2026-11'],
  ] as const)('has %s', (_name, kind, to, issuedOn, month) => {
    expect(serviceMonth({ kind, issuedOn, period: { from: '2026-10-01', to } })).toBe(month)
  })
})
