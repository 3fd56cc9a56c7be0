import { expect, test } from 'vitest'
import { byUrgency, type ResourceForecast } from '../client'

const forecast = (
  resource: ResourceForecast['resource'],
  soonestInDays: number | null,
  expectedInDays: number | null,
): ResourceForecast => ({
  resource,
  claimed: 1,
  total: 2,
  lastDay: '2026-12-01',
  days: 90,
  perDay: 0,
  points: [1, 1],
  outcome: { kind: 'known', soonest: null, expected: null, latest: null, soonestInDays, expectedInDays },
})

test('the expected date orders forecasts, then the soonest; those without a date are calm', () => {
  const short = { ...forecast('volume_fast', 3, 3), outcome: { kind: 'too_short', daysNeeded: 14 } } as const
  const { near, calm } = byUrgency([
    forecast('vcpu', null, null),
    forecast('memory_mib', 40, null),
    forecast('disk_gib', 30, 300),
    short,
    forecast('volume_standard', 20, null),
    forecast('volume_archive', 90, 200),
  ])
  expect(near.map(({ resource }) => resource)).toEqual([
    'volume_archive',
    'disk_gib',
    'volume_standard',
    'memory_mib',
  ])
  expect(calm.map(({ resource }) => resource)).toEqual(['vcpu', 'volume_fast'])
})
