import { rangesIn } from '~/lib/kernel/configuration/kinds'
import { readVariable } from '~/lib/kernel/configuration/read'
import type { Id } from '~/lib/kernel/ids'
import { toId } from '~/lib/kernel/ids'
import { type MetricsSettings, readMetricsSettings } from '~/lib/kernel/metrics/metrics-server'
import { type ProbeSettings, readProbeSettings } from '~/lib/readiness'
import type { SitePaths } from '~/lib/sla'

export type WorkerSettings = {
  queueDatabaseUrl: string
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

/** The settings of a worker whose environment was checked. */
export function readWorkerSettings(): WorkerSettings {
  return {
    queueDatabaseUrl: readVariable('QUEUE_DATABASE_URL') ?? '',
    simulatorDatabaseUrl: readVariable('SIMULATOR_DATABASE_URL'),
    incusSocket: readVariable('INCUS_SOCKET'),
    managementRanges: rangesIn(readVariable('MANAGEMENT_RANGES') ?? ''),
    concurrentJobs: Number(readVariable('WORKER_JOBS')),
    sagasMax: Number(readVariable('WORKER_SAGAS')),
    sagasPerOrganisationMax: Number(readVariable('WORKER_SAGAS_PER_ORGANISATION')),
    heartbeatFile: readVariable('HEARTBEAT_FILE'),
    probes: readProbeSettings(),
    metrics: readMetricsSettings(),
    dataDir: readVariable('DATA_DIR'),
    sites: {
      ...readSites('public', readVariable('PORTAL_URL'), readVariable('OPERATOR_URL')),
      ...readSites('inside', readVariable('PORTAL_INSIDE_URL'), readVariable('OPERATOR_INSIDE_URL')),
    },
    developer: { crashAt: readCrashAt(readVariable('CRASH_AT'), readVariable('CRASH_SIGNAL')) },
  }
}

function readSites(
  path: keyof SitePaths,
  portal: string | undefined,
  operator: string | undefined,
): SitePaths {
  return portal && operator ? { [path]: { portal, operator } } : {}
}

function readCrashAt(place: string | undefined, signal: string): DeveloperFlags['crashAt'] {
  const [point, sagaId] = place?.split('@') ?? []
  if (!point || !sagaId) return null
  return { point, sagaId: toId('saga', sagaId), signal: signal === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL' }
}
