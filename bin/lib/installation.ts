import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { StartRefusal } from '../../db/embedded/index.ts'
import type { RunUser } from '../../db/embedded/run-user.ts'
import type { DatabaseRole } from '../../db/roles.ts'
import { readVariable } from '../../lib/kernel/configuration/read.ts'
import type { KeyHolder } from '../../lib/kernel/secrets/purposes.ts'
import { programOf } from './bundle.ts'
import { childEnvironment } from './child-environment.ts'
import { waitUntilHealthy } from './health.ts'
import { writeKeyring } from './keys/keyrings.ts'
import { openLogFile } from './log-file.ts'
import { encryptionKeysOf, readKeptKeys, type Secrets } from './secrets.ts'
import { localAddress } from './settings.ts'
import { type SiteUsers, statusFolder } from './site-user.ts'
import { type Supervised, supervise } from './supervised-process.ts'

export type Surface = 'portal' | 'operator'

export type InstallationOptions = {
  host: string
  port: number
  operatorPort: number
  consolePort: number
  apiPort: number
  /** Number of processes of the portal. */
  portalProcesses: number
  portalUrl: string
  operatorUrl: string
  /** Public URL of the console gateway. */
  consoleUrl: string
  /** Public URL of the API. */
  apiUrl: string
  distDir: string
  dataDir: string
  logs: string
  databases: Record<DatabaseRole, string>
  /** For the embedded database. */
  databaseSocketFolder?: string | undefined
  secrets: Secrets
  isEmbedded: boolean
  /** Users of sites, API and console gateway; omitted, the current user. */
  siteUsers?: SiteUsers
  incusSocket?: string | undefined
  smtp: Record<string, string>
  /** The first port for metrics: the worker's. */
  metricsPort?: number | undefined
  /** Where worker, console gateway and API answer probes; omitted, nowhere. */
  healthPorts?: { worker: number; console: number; api: number } | undefined
  /** Additional variables for every process: tests raise limits with it. */
  environment?: Record<string, string>
  report: (line: string) => void
  signal?: AbortSignal | undefined
}

export type Installation = {
  pids(): Record<string, number | undefined>
  /** Resolves with the reason when a process cannot be kept running. */
  lost: Promise<string>
  /**
   * Stops the worker first, so that no job starts while the sites drain, and the consoles while their end can still
   * be recorded.
   */
  stop(): Promise<void>
}

const readyWithinMs = 120_000

/**
 * Start portal, operator's site, API, worker and console gateway on a prepared database and a complete build, each with
 * only its own credentials; resolve when all but the worker answer on `/api/health`. The worker starts after them.
 */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  mkdirSync(options.logs, { recursive: true })
  const sites = [startSite(options, 'portal'), startSite(options, 'operator')]
  const consoles = startConsoles(options)
  const api = startApi(options)
  let worker: Supervised | undefined
  const stop = async () => {
    await Promise.all([worker?.stop(15_000), consoles.stop(12_000), api.stop(12_000)])
    await Promise.all(sites.map((site) => site.stop(10_000)))
  }
  const lost = Promise.race([consoles, api, ...sites].map((each) => each.lost))
  try {
    await Promise.race([
      allHealthy(options),
      lost.then((reason) => {
        throw new StartRefusal(`${reason}.`)
      }),
    ])
  } catch (error) {
    await stop()
    throw error
  }
  // It probes the sites: one that does not answer yet would count as a failure.
  worker = startWorker(options)
  const all = [worker, consoles, api, ...sites]
  return {
    lost,
    stop,
    pids: () => Object.fromEntries(all.map((each) => [each.name, each.pid()])),
  }
}

/** The local URL of a port that listens on `host`. */
export function insideUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Resolve when sites, API and console gateway answer. @throws StartRefusal after two minutes */
export async function allHealthy(options: InstallationOptions): Promise<void> {
  const timeout = AbortSignal.timeout(readyWithinMs)
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout
  const ports = [options.port, options.operatorPort, options.consolePort, options.apiPort]
  try {
    await Promise.all(
      ports.map((port) => waitUntilHealthy(`${insideUrl(options.host, port)}/api/health`, signal)),
    )
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason
    if (!timeout.aborted) throw error
    throw new StartRefusal(
      `The sites, the API and the console gateway did not become ready within two minutes; see ${options.logs}.`,
    )
  }
}

/** Start one site and keep it running; its log folder must exist. */
export function startSite(options: InstallationOptions, surface: Surface): Supervised {
  const program = programOf(options.distDir, 'site')
  const several = path.join(import.meta.dirname, 'site-processes.mjs')
  const count = surface === 'portal' ? options.portalProcesses : 1
  return supervise({
    name: surface,
    args: count > 1 ? [several, String(count), program] : [program],
    env: childEnvironment({
      ...siteEnvironment(options, surface),
      KEYRING_FILE: keyringFile(options, surface, options.siteUsers?.[surface]),
    }),
    log: openLogFile(options.logs, surface),
    user: options.siteUsers?.[surface],
    quickDeathsMax: 3,
    report: options.report,
  })
}

/** The processes in the order of their metrics ports; those of the portal come last, each with the next port. */
const metricsOrder = ['worker', 'console', 'api', 'operator', 'portal'] as const

function metricsPortOf(options: InstallationOptions, process: (typeof metricsOrder)[number]) {
  const { metricsPort } = options
  return metricsPort === undefined ? undefined : String(metricsPort + metricsOrder.indexOf(process))
}

/** The variables of one site. */
export function siteEnvironment(
  options: InstallationOptions,
  surface: Surface,
): Record<string, string | undefined> {
  const { secrets } = options
  const port = surface === 'portal' ? options.port : options.operatorPort
  return {
    SURFACE: surface,
    HOST: options.host,
    PORT: String(port),
    NEXT_DIST_DIR: options.distDir,
    DATABASE_SOCKET_FOLDER: options.databaseSocketFolder,
    DATABASE_URL: options.databases[surface === 'portal' ? 'andromede_portal' : 'andromede_operator'],
    NEXTAUTH_URL: surface === 'portal' ? options.portalUrl : options.operatorUrl,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: secrets.serverActionsKey,
    PORTAL_URL: options.portalUrl,
    OPERATOR_URL: options.operatorUrl,
    CONSOLE_URL: surface === 'portal' ? options.consoleUrl : undefined,
    API_URL: surface === 'portal' ? options.apiUrl : undefined,
    // The status page works without the database. The data folder itself has secrets that a site must not read.
    STATUS_FOLDER: statusFolder(options.dataDir, options.siteUsers?.portal),
    HOME: options.siteUsers?.[surface] && '/',
    STATUS_HOST: surface === 'portal' ? readVariable('STATUS_HOST') : undefined,
    METRICS_PORT: metricsPortOf(options, surface),
    EMBEDDED: options.isEmbedded ? '1' : undefined,
    ...options.environment,
  }
}

const keyringFile = (options: InstallationOptions, holder: KeyHolder, user: RunUser | undefined) =>
  // A rotation may have changed them since they were read.
  writeKeyring(
    options.dataDir,
    holder,
    readKeptKeys(options.dataDir) ?? encryptionKeysOf(options.secrets),
    user,
  )

/** Start the worker and keep it running. */
export function startWorker(options: InstallationOptions): Supervised {
  const env = childEnvironment({
    DATABASE_SOCKET_FOLDER: options.databaseSocketFolder,
    DATABASE_URL: options.databases.andromede_worker,
    QUEUE_DATABASE_URL: options.databases.andromede_queue,
    SIMULATOR_DATABASE_URL: options.databases.andromede_simulator,
    KEYRING_FILE: keyringFile(options, 'worker', undefined),
    PORTAL_URL: options.portalUrl,
    OPERATOR_URL: options.operatorUrl,
    PORTAL_INSIDE_URL: localAddress(options.host, options.port),
    OPERATOR_INSIDE_URL: localAddress(options.host, options.operatorPort),
    DATA_DIR: options.dataDir,
    STATUS_FOLDER: statusFolder(options.dataDir, options.siteUsers?.portal),
    INCUS_SOCKET: options.incusSocket,
    METRICS_PORT: metricsPortOf(options, 'worker'),
    HEALTH_PORT: options.healthPorts && String(options.healthPorts.worker),
    EMBEDDED: options.isEmbedded ? '1' : undefined,
    ...options.smtp,
    ...options.environment,
  })
  return supervise({
    name: 'worker',
    args: [programOf(options.distDir, 'worker')],
    env,
    log: openLogFile(options.logs, 'worker'),
    // The sites accept orders without it, so it is restarted as long as they live.
    quickDeathsMax: Number.POSITIVE_INFINITY,
    report: options.report,
  })
}

/** Start the console gateway and keep it running. */
export function startConsoles(options: InstallationOptions): Supervised {
  // A hypervisor's socket is only accessible to root.
  const user = options.incusSocket === undefined ? options.siteUsers?.operator : undefined
  const env = childEnvironment({
    PROCESS_NAME: 'console',
    HOST: options.host,
    CONSOLE_PORT: String(options.consolePort),
    DATABASE_SOCKET_FOLDER: options.databaseSocketFolder,
    DATABASE_URL: options.databases.andromede_worker,
    SIMULATOR_DATABASE_URL: options.databases.andromede_simulator,
    KEYRING_FILE: keyringFile(options, 'console', user),
    PORTAL_URL: options.portalUrl,
    INCUS_SOCKET: options.incusSocket,
    METRICS_PORT: metricsPortOf(options, 'console'),
    HEALTH_PORT: options.healthPorts && String(options.healthPorts.console),
    ...options.environment,
  })
  return supervise({
    name: 'console',
    args: [programOf(options.distDir, 'console')],
    env,
    log: openLogFile(options.logs, 'console'),
    user,
    // Like the worker: everything else runs without it.
    quickDeathsMax: Number.POSITIVE_INFINITY,
    report: options.report,
  })
}

/** Start the API and keep it running. */
export function startApi(options: InstallationOptions): Supervised {
  // As the user of the customers' site: it may do the same.
  const user = options.siteUsers?.portal
  const env = childEnvironment({
    PROCESS_NAME: 'api',
    HOST: options.host,
    API_PORT: String(options.apiPort),
    DATABASE_SOCKET_FOLDER: options.databaseSocketFolder,
    DATABASE_URL: options.databases.andromede_api,
    KEYRING_FILE: keyringFile(options, 'api', user),
    PORTAL_URL: options.portalUrl,
    METRICS_PORT: metricsPortOf(options, 'api'),
    HEALTH_PORT: options.healthPorts && String(options.healthPorts.api),
    ...options.environment,
  })
  return supervise({
    name: 'api',
    args: [programOf(options.distDir, 'api')],
    env,
    log: openLogFile(options.logs, 'api'),
    user,
    // Like the worker: everything else runs without it.
    quickDeathsMax: Number.POSITIVE_INFINITY,
    report: options.report,
  })
}
