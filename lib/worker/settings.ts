import type { Id } from '~/lib/kernel/ids'
import { isId } from '~/lib/kernel/ids'
import { type MetricsSettings, readMetricsSettings } from '~/lib/kernel/metrics/metrics-server'
import { isManagementRange } from '~/lib/kernel/net/management-range'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import { requireSecrets } from '~/lib/kernel/secrets/installation-secrets'
import { type ProbeSettings, readProbeSettings } from '~/lib/readiness'
import type { SitePaths } from '~/lib/sla'

export type WorkerSettings = {
  queueDatabaseUrl: string
  encryptionKey: string
  simulatorDatabaseUrl: string | undefined
  incusSocket: string | undefined
  /** `MANAGEMENT_RANGES`: ranges that customers' servers may not connect to, in addition to the hypervisors. */
  managementRanges: readonly string[]
  concurrentJobs: number
  sagasMax: number
  sagasPerOrganisationMax: number
  /** `HEARTBEAT_FILE`: written at each heartbeat, for health checks of this process. */
  heartbeatFile: string | undefined
  /** Where probes are answered; null when nowhere. */
  probes: ProbeSettings | null
  /** Where metrics are answered; null when nowhere. */
  metrics: MetricsSettings | null
  /** `DATA_DIR`: stores the head of the audit trail outside the database. */
  dataDir: string | undefined
  /** Addresses at which our own sites are checked; empty when not configured. */
  sites: SitePaths
  developer: DeveloperFlags
}

/** Flags for tests only; a production environment sets none. */
export type DeveloperFlags = {
  /**
   * `CRASH_AT=<kind>.<step>.<run|undo>.<before_effect|after_effect|after_record>@<saga id>`: the process kills itself
   * there with SIGKILL, or stops with SIGSTOP when `CRASH_SIGNAL` is set so, and takes no other saga.
   */
  crashAt: { point: string; sagaId: Id<'saga'>; signal: 'SIGKILL' | 'SIGSTOP' } | null
}

/** @throws StartRefusal with the missing setting: a worker without its queue would silently do nothing. */
export function readWorkerSettings(env: NodeJS.ProcessEnv): WorkerSettings {
  const queueDatabaseUrl = env.QUEUE_DATABASE_URL
  if (!queueDatabaseUrl) throw new StartRefusal('QUEUE_DATABASE_URL is not set')
  if (!env.DATABASE_URL) throw new StartRefusal('DATABASE_URL is not set')
  requireSecrets(env, {
    keys: ['ENCRYPTION_KEY'],
    addresses: ['DATABASE_URL', 'QUEUE_DATABASE_URL', 'SIMULATOR_DATABASE_URL'],
  })
  return {
    queueDatabaseUrl,
    encryptionKey: env.ENCRYPTION_KEY ?? '',
    simulatorDatabaseUrl: env.SIMULATOR_DATABASE_URL || undefined,
    incusSocket: env.INCUS_SOCKET || undefined,
    managementRanges: readRanges(env.MANAGEMENT_RANGES),
    concurrentJobs: Number(env.WORKER_JOBS ?? 4),
    sagasMax: Number(env.WORKER_SAGAS ?? 64),
    sagasPerOrganisationMax: Number(env.WORKER_SAGAS_PER_ORGANISATION ?? 8),
    heartbeatFile: env.HEARTBEAT_FILE || undefined,
    probes: readProbeSettings(env),
    metrics: readMetricsSettings(env),
    dataDir: env.DATA_DIR || undefined,
    sites: {
      ...readSites('public', env.PORTAL_URL, env.OPERATOR_URL),
      ...readSites('inside', env.PORTAL_INSIDE_URL, env.OPERATOR_INSIDE_URL),
    },
    developer: { crashAt: readCrashAt(env.CRASH_AT, env.CRASH_SIGNAL) },
  }
}

/** @throws StartRefusal with the invalid range: a filter with a hole is worse than no start. */
function readRanges(text: string | undefined): string[] {
  const ranges = (text ?? '').split(/[\s,]+/).filter((range) => range !== '')
  const wrong = ranges.find((range) => !isManagementRange(range))
  if (wrong !== undefined)
    throw new StartRefusal(`MANAGEMENT_RANGES: ${wrong} is not a range such as 10.90.0.0/24`)
  return ranges
}

function readSites(
  path: keyof SitePaths,
  portal: string | undefined,
  operator: string | undefined,
): SitePaths {
  return portal && operator ? { [path]: { portal, operator } } : {}
}

function readCrashAt(text: string | undefined, signal: string | undefined): DeveloperFlags['crashAt'] {
  if (!text) return null
  const [point, sagaId] = text.split('@')
  if (!point || !isId('saga', sagaId)) throw new Error(`CRASH_AT=${text} is not of the form point@saga`)
  return { point, sagaId, signal: signal === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL' }
}
