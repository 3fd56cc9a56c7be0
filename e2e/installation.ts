import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build, isBuilt } from '../bin/lib/build.ts'
import { runAndromede } from '../bin/lib/database.ts'
import { waitUntilHealthy } from '../bin/lib/health.ts'
import {
  type Installation,
  type InstallationOptions,
  startInstallation,
  startSite,
} from '../bin/lib/installation.ts'
import { roleUrls } from '../bin/lib/roles.ts'
import { root } from '../bin/lib/root.ts'
import { makeSecrets } from '../bin/lib/secrets.ts'
import { standardPortalProcesses } from '../bin/lib/settings.ts'
import { chooseSiteUsers } from '../bin/lib/site-user.ts'
import type { Supervised } from '../bin/lib/supervised-process.ts'
import { keepDemonstration, readKeptDemonstration } from '../bin/lib/test/kept-demonstration.ts'
import { testDistDir } from '../bin/lib/test/steps.ts'
import { findFreePort } from '../db/embedded/free-port.ts'
import { startThrowawayPostgres, type ThrowawayPostgres } from '../db/embedded/index.ts'

export type TestInstallation = {
  portalUrl: string
  operatorUrl: string
  /** Addresses of the portals beyond the first; each uses its own address. */
  morePortalUrls: string[]
  morePortalPids(): (number | undefined)[]
  /** PORTAL_URL, OPERATOR_URL and the database address of every role, for the tests' processes. */
  environment: Record<string, string>
  /** `/api/ready` of each process, by its name. */
  readyUrls: Record<string, string>
  pids: Installation['pids']
  /** Of the throwaway database only. */
  restartDatabase: ThrowawayPostgres['restart']
  /** Until a restart; nothing else of the installation is stopped. */
  stopDatabase: ThrowawayPostgres['halt']
  stop(): Promise<void>
}

/** As for `npm start`, another folder allows a second build next to the usual one. */
const distDir = process.env.NEXT_DIST_DIR || testDistDir

/**
 * Start what `npm start` starts, on free ports and a throwaway database copied from the kept demonstration, from the
 * production build of the tests; with a zone on a real hypervisor if its socket is given, with more portals on the
 * same database if requested. Logs stay in `test-results/logs` (`logs-incus` with a hypervisor); `stop` leaves
 * nothing else behind.
 */
export async function startTestInstallation({
  morePortals = 0,
  moreEnvironments = [],
  isDatabaseDurable = false,
  serverUrl,
  ...options
}: {
  /** Like DATABASE_URL of `npm start`: an empty server of the caller, prepared and filled here. */
  serverUrl?: string
  incusSocket?: string
  /** The first port for metrics; without one nothing is counted. */
  metricsPort?: number
  /** Variables of the mail server. */
  smtp?: Record<string, string>
  morePortals?: number
  /** Further variables of each of these portals. */
  moreEnvironments?: readonly Record<string, string>[]
  /** For tests that restart the database: commits must survive a restart. */
  isDatabaseDurable?: boolean
} = {}): Promise<TestInstallation> {
  const undo: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'andromede-e2e-'))
    undo.push(() => rmSync(dataDir, { recursive: true, force: true }))
    // Like the data folder of `npm start`: others can traverse it but not list it.
    chmodSync(dataDir, 0o711)
    const kept =
      serverUrl === undefined
        ? (readKeptDemonstration() ?? (await keepDemonstration(path.join(dataDir, 'demonstration'))))
        : undefined
    const secrets = kept?.secrets ?? makeSecrets()
    if (!isBuilt(distDir)) await build({ distDir, log: () => {} })
    const server =
      serverUrl === undefined
        ? await startThrowawayPostgres({ isDurable: isDatabaseDurable, like: kept?.cluster })
        : serverOfCaller(serverUrl)
    undo.push(server.stop)
    const ports: number[] = []
    while (ports.length < 7) ports.push(await findFreePort())
    const [port = 0, operatorPort = 0, consolePort = 0, apiPort = 0, ...health] = ports
    const [workerHealth = 0, consoleHealth = 0, apiHealth = 0] = health
    const common = {
      adminUrl: server.adminUrl,
      secrets,
      dataDir,
      isEmbedded: serverUrl === undefined,
      smtp: {},
      ...options,
      portalUrl: `http://localhost:${port}`,
      operatorUrl: `http://localhost:${operatorPort}`,
      consoleUrl: `http://localhost:${consolePort}`,
      apiUrl: `http://localhost:${apiPort}`,
    }
    if (serverUrl !== undefined) {
      await runAndromede('Preparing the database', ['prepare-database'], { ...common, log: () => {} })
      await runAndromede('Filling the demonstration', ['seed'], { ...common, log: () => {} })
    }
    if (options.incusSocket !== undefined) {
      await runAndromede('Binding the hypervisor', ['bind-incus'], { ...common, log: () => {} })
    }
    const databases = roleUrls(server.adminUrl, secrets.rolePasswords)
    const run: InstallationOptions = {
      ...common,
      host: '127.0.0.1',
      port,
      operatorPort,
      consolePort,
      apiPort,
      healthPorts: { worker: workerHealth, console: consoleHealth, api: apiHealth },
      portalProcesses: morePortals > 0 ? 1 : standardPortalProcesses(),
      distDir,
      logs: path.join(root, 'test-results', options.incusSocket === undefined ? 'logs' : 'logs-incus'),
      databases,
      databaseSocketFolder: server.socketFolder ?? undefined,
      siteUsers: chooseSiteUsers(dataDir).users,
      // Every test signs in from the same address; separate tests cover the limits themselves.
      environment: { RATE_LIMIT_FACTOR: '1000', ANDROMEDE_TESTING: '1' },
      report: (line) => console.error(line),
    }
    const installation = await startInstallation(run)
    undo.push(installation.stop)
    const morePortalUrls: string[] = []
    const furtherSites: Supervised[] = []
    for (let i = 0; i < morePortals; i += 1) {
      const port = await findFreePort()
      const portalUrl = `http://localhost:${port}`
      const logs = `${run.logs}-${i + 2}`
      mkdirSync(logs, { recursive: true })
      const environment = { ...run.environment, ...moreEnvironments[i] }
      const site = startSite({ ...run, port, portalUrl, logs, environment }, 'portal')
      undo.push(() => site.stop(10_000))
      furtherSites.push(site)
      await waitUntilHealthy(`http://127.0.0.1:${port}/api/health`, AbortSignal.timeout(120_000))
      morePortalUrls.push(portalUrl)
    }
    return {
      portalUrl: common.portalUrl,
      operatorUrl: common.operatorUrl,
      morePortalUrls,
      morePortalPids: () => furtherSites.map((site) => site.pid()),
      readyUrls: {
        portal: `http://127.0.0.1:${port}/api/ready`,
        operator: `http://127.0.0.1:${operatorPort}/api/ready`,
        worker: `http://127.0.0.1:${workerHealth}/api/ready`,
        console: `http://127.0.0.1:${consoleHealth}/api/ready`,
        api: `http://127.0.0.1:${apiHealth}/api/ready`,
      },
      pids: installation.pids,
      restartDatabase: server.restart,
      stopDatabase: server.halt,
      stop,
      environment: {
        PORTAL_URL: common.portalUrl,
        OPERATOR_URL: common.operatorUrl,
        CONSOLE_URL: common.consoleUrl,
        API_URL: common.apiUrl,
        ADMIN_DATABASE_URL: server.adminUrl,
        PORTAL_DATABASE_URL: databases.andromede_portal,
        API_DATABASE_URL: databases.andromede_api,
        OPERATOR_DATABASE_URL: databases.andromede_operator,
        WORKER_DATABASE_URL: databases.andromede_worker,
        QUEUE_DATABASE_URL: databases.andromede_queue,
        SIMULATOR_DATABASE_URL: databases.andromede_simulator,
        ENCRYPTION_KEY: secrets.encryptionKey,
        ...(server.socketFolder && { DATABASE_SOCKET_FOLDER: server.socketFolder }),
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The caller starts, restarts and stops it. */
function serverOfCaller(
  adminUrl: string,
): Pick<ThrowawayPostgres, 'adminUrl' | 'socketFolder' | 'restart' | 'halt' | 'stop'> {
  const refuse = () => Promise.reject(new Error('the server belongs to the caller'))
  return { adminUrl, socketFolder: null, restart: refuse, halt: refuse, stop: () => Promise.resolve() }
}
