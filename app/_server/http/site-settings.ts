import { type MetricsSettings, readMetricsSettings } from '~/lib/kernel/metrics/metrics-server'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import { requireSecrets } from '~/lib/kernel/secrets/installation-secrets'
import type { WebSurface } from '../surface'

export type SiteSettings = {
  surface: WebSurface
  siteUrl: URL
  encryptionKey: string
  /** Where metrics are answered; null when nowhere. */
  metrics: MetricsSettings | null
}

/** @throws StartRefusal naming the missing, invalid or weak setting */
export function readSiteSettings(env: NodeJS.ProcessEnv): SiteSettings {
  const surface = env.SURFACE
  if (surface !== 'portal' && surface !== 'operator')
    throw new StartRefusal('SURFACE must be portal or operator')
  if (!env.NEXTAUTH_URL || !URL.canParse(env.NEXTAUTH_URL))
    throw new StartRefusal('NEXTAUTH_URL must be set to the address of the site')
  if (!env.DATABASE_URL) throw new StartRefusal('DATABASE_URL is not set')
  requireSecrets(env, {
    keys: ['ENCRYPTION_KEY', 'NEXTAUTH_SECRET', 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'],
    addresses: ['DATABASE_URL'],
  })
  return {
    surface,
    siteUrl: new URL(env.NEXTAUTH_URL),
    encryptionKey: env.ENCRYPTION_KEY ?? '',
    metrics: readMetricsSettings(env),
  }
}
