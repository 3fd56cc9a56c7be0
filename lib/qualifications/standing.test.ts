import { expect, test } from 'vitest'
import { byStanding, standingOf } from './standing'

test.each([
  ['obtained', null, 'obtained'],
  ['obtained', '2026-12-04', 'obtained'],
  ['obtained', '2026-12-03', 'obtained'],
  ['obtained', '2026-12-02', 'expired'],
  ['withdrawn', '2026-12-02', 'withdrawn'],
  ['audit', null, 'audit'],
] as const)('%s and valid until %s is %s on 3 December', (status, validUntil, standing) => {
  expect(standingOf({ status, validUntil }, '2026-12-03')).toBe(standing)
})

test('obtained qualifications come first, ended and withdrawn ones last, the newest first among equals', () => {
  const rows = (['withdrawn', 'expired', 'planned', 'filed', 'audit', 'obtained'] as const).map(
    (standing) => ({ standing, statusOn: '2026-01-01' }),
  )
  rows.push({ standing: 'obtained', statusOn: '2026-02-01' })
  expect(rows.toSorted(byStanding).map(({ standing }) => standing)).toEqual([
    'obtained',
    'obtained',
    'audit',
    'filed',
    'planned',
    'expired',
    'withdrawn',
  ])
  expect(rows.toSorted(byStanding)[0]?.statusOn).toBe('2026-02-01')
})
