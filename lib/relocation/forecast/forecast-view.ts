import type { Id } from '~/lib/kernel/ids'
import type { ResourceForecast } from '../client'
import { forecastResources } from '../client'
import { daysUsedMax, forecastRunOut } from './forecast'
import type { SampleRow } from './queries/samples'

const dayMs = 86_400_000
const pointsShown = 365

/**
 * Computes the forecast of each resource of each zone from its samples; skips resources that cannot be sold at all.
 * Pure.
 */
export function forecastsOf(rows: readonly SampleRow[]): Map<Id<'zone'>, ResourceForecast[]> {
  const zones = new Map<Id<'zone'>, ResourceForecast[]>()
  const series = new Map<string, SampleRow[]>()
  for (const row of rows) {
    const key = `${row.zoneId}/${row.resource}`
    series.set(key, [...consecutive(series.get(key) ?? [], row), row])
  }
  for (const of of series.values()) {
    const forecast = forecastOf(of)
    const zoneId = of[0]?.zoneId
    if (forecast && zoneId) zones.set(zoneId, [...(zones.get(zoneId) ?? []), forecast])
  }
  const order = (each: ResourceForecast) => forecastResources.indexOf(each.resource)
  for (const list of zones.values()) list.sort((a, b) => order(a) - order(b))
  return zones
}

/** A missing day discards the samples before it. */
function consecutive(before: SampleRow[], next: SampleRow): SampleRow[] {
  const last = before.at(-1)
  return last && Date.parse(next.day) - Date.parse(last.day) !== dayMs ? [] : before
}

function forecastOf(rows: readonly SampleRow[]): ResourceForecast | null {
  const last = rows.at(-1)
  const resource = forecastResources.find((each) => each === last?.resource)
  const total = rows.findLast((row) => row.total !== null)?.total ?? null
  if (!last || !resource || !total) return null
  const found = forecastRunOut(
    rows.map((row) => row.claimed),
    total,
  )
  const dayOf = (days: number | null) =>
    days === null ? null : new Date(Date.parse(last.day) + days * dayMs).toISOString().slice(0, 10)
  return {
    resource,
    claimed: Number(last.claimed),
    total: Number(total),
    lastDay: last.day,
    days: rows.length - 1,
    perDay: slopeOf(rows.slice(-daysUsedMax - 1)),
    outcome:
      found.kind === 'too_short'
        ? { kind: 'too_short', daysNeeded: found.daysNeeded }
        : {
            kind: 'known',
            soonest: dayOf(found.soonest),
            expected: dayOf(found.expected),
            latest: dayOf(found.latest),
            expectedInDays: found.expected,
            soonestInDays: found.soonest,
          },
    points: rows.slice(-pointsShown).map((row) => Number(row.claimed)),
  }
}

function slopeOf(rows: readonly SampleRow[]): number {
  const rise = (rows.at(-1)?.claimed ?? 0n) - (rows[0]?.claimed ?? 0n)
  return rows.length > 1 ? Number(rise) / (rows.length - 1) : 0
}
