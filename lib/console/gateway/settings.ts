import { readVariable } from '~/lib/kernel/configuration/read'
import { type MetricsSettings, readMetricsSettings } from '~/lib/kernel/metrics/metrics-server'
import { readTrustedProxies } from '~/lib/kernel/net/caller-address'
import { type ProbeSettings, readProbeSettings } from '~/lib/readiness'

export type GatewaySettings = {
  host: string
  port: number
  /** Where probes are answered; null when nowhere. */
  probes: ProbeSettings | null
  /** Where metrics are answered; null when nowhere. */
  metrics: MetricsSettings | null
  portalOrigin: string
  trustedProxies: number
  simulatorDatabaseUrl: string | undefined
  incusSocket: string | undefined
}

/** The settings of a gateway whose environment was checked. */
export function readGatewaySettings(): GatewaySettings {
  return {
    host: readVariable('HOST'),
    port: Number(readVariable('CONSOLE_PORT')),
    probes: readProbeSettings(),
    metrics: readMetricsSettings(),
    portalOrigin: new URL(readVariable('PORTAL_URL') ?? '').origin,
    trustedProxies: readTrustedProxies(),
    simulatorDatabaseUrl: readVariable('SIMULATOR_DATABASE_URL'),
    incusSocket: readVariable('INCUS_SOCKET'),
  }
}
