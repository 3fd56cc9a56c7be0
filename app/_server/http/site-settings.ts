import { loadConfiguration } from '~/lib/kernel/configuration/load'
import { readVariable } from '~/lib/kernel/configuration/read'
import { type MetricsSettings, readMetricsSettings } from '~/lib/kernel/metrics/metrics-server'
import type { WebSurface } from '../surface'

export type SiteSettings = {
  surface: WebSurface
  siteUrl: URL
  /** Where metrics are answered; null when nowhere. */
  metrics: MetricsSettings | null
}

/** @throws StartRefusal with one line per missing, invalid or weak setting */
export function readSiteSettings(): SiteSettings {
  // An unknown surface is a fault of either.
  const surface = readVariable('SURFACE') === 'operator' ? 'operator' : 'portal'
  loadConfiguration(surface)
  return {
    surface,
    siteUrl: new URL(readVariable('NEXTAUTH_URL') ?? ''),
    metrics: readMetricsSettings(),
  }
}
