import { readVariable } from '~/lib/kernel/configuration/read'
import { type MetricsSettings, readMetricsSettings } from '~/lib/kernel/metrics/metrics-server'
import { readTrustedProxies } from '~/lib/kernel/net/caller-address'
import { type ProbeSettings, readProbeSettings } from '~/lib/readiness'

export type ApiSettings = {
  host: string
  port: number
  /** Where probes are answered; null when nowhere. */
  probes: ProbeSettings | null
  /** Where metrics are answered; null when nowhere. */
  metrics: MetricsSettings | null
  trustedProxies: number
  databaseUrl: string
  replicaUrl: string | undefined
  drainMs: number
}

/** The settings of an API process whose environment was checked. */
export function readApiSettings(): ApiSettings {
  return {
    host: readVariable('HOST'),
    port: Number(readVariable('API_PORT')),
    probes: readProbeSettings(),
    metrics: readMetricsSettings(),
    trustedProxies: readTrustedProxies(),
    databaseUrl: readVariable('DATABASE_URL') ?? '',
    replicaUrl: readVariable('REPLICA_DATABASE_URL'),
    drainMs: Number(readVariable('DRAIN_SECONDS')) * 1_000,
  }
}
