import { type MetricsSettings, readMetricsSettings } from '~/lib/kernel/metrics/metrics-server'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import { requireSecrets } from '~/lib/kernel/secrets/installation-secrets'
import { type ProbeSettings, readProbeSettings } from '~/lib/readiness'

export type GatewaySettings = {
  encryptionKey: string
  host: string
  port: number
  /** Where probes are answered; null when nowhere. */
  probes: ProbeSettings | null
  /** Where metrics are answered; null when nowhere. */
  metrics: MetricsSettings | null
  portalOrigin: string
  isProxyTrusted: boolean
  simulatorDatabaseUrl: string | undefined
  incusSocket: string | undefined
}

/** @throws StartRefusal with the missing or invalid setting */
export function readGatewaySettings(env: NodeJS.ProcessEnv): GatewaySettings {
  if (!env.DATABASE_URL) throw new StartRefusal('DATABASE_URL is not set')
  if (!env.PORTAL_URL) throw new StartRefusal('PORTAL_URL is not set')
  requireSecrets(env, { keys: ['ENCRYPTION_KEY'], addresses: ['DATABASE_URL', 'SIMULATOR_DATABASE_URL'] })
  const port = Number(env.CONSOLE_PORT)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartRefusal(`CONSOLE_PORT=${env.CONSOLE_PORT} is not a port`)
  return {
    encryptionKey: env.ENCRYPTION_KEY ?? '',
    host: env.HOST || '127.0.0.1',
    port,
    probes: readProbeSettings(env),
    metrics: readMetricsSettings(env),
    portalOrigin: new URL(env.PORTAL_URL).origin,
    isProxyTrusted: env.TRUSTED_PROXY === '1',
    simulatorDatabaseUrl: env.SIMULATOR_DATABASE_URL || undefined,
    incusSocket: env.INCUS_SOCKET || undefined,
  }
}
