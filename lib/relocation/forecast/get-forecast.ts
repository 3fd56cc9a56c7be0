import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { alertOf, defaultWarnDays, type ForecastAlert, type ZoneForecast } from '../client'
import { forecastsOf } from './forecast-view'
import { listSamples, listThresholds, listZoneTitles } from './queries/samples'

/** Returns the forecast of each resource of a zone, with its history. @throws DomainError `not_found` */
export async function getForecast(ctx: OpContext, zoneId: string): Promise<ZoneForecast> {
  authorizeStaff(ctx, 'inventory:read')
  if (!isId('zone', zoneId)) throw new DomainError('not_found')
  return withStaff(ctx, async (tx) => {
    const zone = (await listZoneTitles(tx)).find((each) => each.id === zoneId)
    if (!zone) throw new DomainError('not_found')
    return {
      zone,
      warnDays: await warnDaysOf(tx, zone.id),
      resources: forecastsOf(await listSamples(tx, zone.id)).get(zone.id) ?? [],
    }
  })
}

/** Lists the resources that run out within the warning threshold, soonest first. */
export async function listForecastAlerts(ctx: OpContext): Promise<ForecastAlert[]> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const thresholds = await listThresholds(tx)
    const forecasts = forecastsOf(await listSamples(tx, null))
    const alerts = (await listZoneTitles(tx)).flatMap((zone) => {
      const warnDays = thresholds.find((each) => each.zoneId === zone.id)?.warnDays ?? defaultWarnDays
      return (forecasts.get(zone.id) ?? []).flatMap((resource) => {
        const alert = alertOf(resource, warnDays)
        return alert ? [{ zone, resource, ...alert }] : []
      })
    })
    return alerts.sort((a, b) => a.inDays - b.inDays)
  })
}

async function warnDaysOf(tx: Parameters<typeof listThresholds>[0], zoneId: Id<'zone'>): Promise<number> {
  const found = (await listThresholds(tx)).find((each) => each.zoneId === zoneId)
  return found?.warnDays ?? defaultWarnDays
}
