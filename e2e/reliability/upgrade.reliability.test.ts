import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleSeller } from '../../bin/commands/declare-seller'
import { roleUrls } from '../../bin/lib/roles'
import { makeSecrets } from '../../bin/lib/secrets'
import { findFreePort } from '../../db/embedded/free-port'
import { startThrowawayPostgres, type ThrowawayPostgres } from '../../db/embedded/index'
import { haproxyIsInstalled, startHaproxy } from '../../deploy/testing/start-haproxy'
import {
  allReady,
  findPorts,
  type Ports,
  type ProcessKind,
  processKinds,
  startProcess,
  type VersionProcess,
} from '../upgrade/processes'
import {
  makeCurrentVersion,
  makePreviousVersion,
  previousVersionIsMissing,
  runSource,
  type Version,
} from '../upgrade/versions'
import { watchTableLocks } from '../upgrade/watch-locks'

const ordersPerSecond = Number(process.env.RATE ?? 20)
/** For how long both versions, or one, serve between two changes. */
const servedMs = Number(process.env.SECONDS ?? 15) * 1_000

const missing = haproxyIsInstalled() ? previousVersionIsMissing() : 'haproxy is not installed'
if (missing !== null) process.stdout.write(`not run: ${missing}\n`)

let postgres: ThrowawayPostgres
let dataDir: string
let previous: Version
let current: Version
let proxy: ReturnType<typeof startHaproxy>
let ports: Record<Version['name'], Record<ProcessKind, Ports>>
const running = new Map<string, VersionProcess>()
let environments: Record<ProcessKind | 'preparation' | 'tests', Record<string, string>>

beforeAll(async () => {
  if (missing !== null) return
  previous = makePreviousVersion()
  current = await makeCurrentVersion()
  postgres = await startThrowawayPostgres({ isDurable: true })
  dataDir = mkdtempSync(path.join(tmpdir(), 'andromede-upgrade-'))
  ports = { previous: await portsOfVersion(), current: await portsOfVersion() }
  const portals = [ports.previous.portal, ports.current.portal].map(({ port }) => `127.0.0.1:${port}`)
  proxy = startHaproxy(await findFreePort(), portals as [string, string])
  environments = makeEnvironments()
}, 3_600_000)
afterAll(async () => {
  await Promise.all([...running.values()].map((each) => each.stop()))
  await proxy?.stop()
  await postgres?.stop()
  if (dataDir) rmSync(dataDir, { recursive: true, force: true })
}, 90_000)

async function portsOfVersion(): Promise<Record<ProcessKind, Ports>> {
  const found = {} as Record<ProcessKind, Ports>
  for (const kind of processKinds) found[kind] = await findPorts()
  return found
}

function makeEnvironments(): typeof environments {
  const { rolePasswords, encryptionKey, nextAuthSecret, serverActionsKey } = makeSecrets()
  const urls = roleUrls(postgres.adminUrl, rolePasswords)
  const operatorUrl = `http://127.0.0.1:${ports.current.operator.port}`
  const common = {
    ENCRYPTION_KEY: encryptionKey,
    PORTAL_URL: proxy.url,
    OPERATOR_URL: operatorUrl,
    DATA_DIR: dataDir,
    STATUS_FOLDER: path.join(dataDir, 'status'),
    LOG_LEVEL: 'info',
    ANDROMEDE_TESTING: '1',
  }
  const site = {
    ...common,
    NEXTAUTH_SECRET: nextAuthSecret,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: serverActionsKey,
    CONSOLE_URL: `http://127.0.0.1:${ports.current.console.port}`,
    TRUSTED_PROXY: '1',
    RATE_LIMIT_FACTOR: '1000',
    // More than three checks of deploy/haproxy.cfg on a busy machine.
    DRAIN_SECONDS: '15',
  }
  mkdirSync(common.STATUS_FOLDER)
  const simulator = { SIMULATOR_DATABASE_URL: urls.andromede_simulator }
  return {
    portal: { ...site, NEXTAUTH_URL: proxy.url, DATABASE_URL: urls.andromede_portal },
    operator: { ...site, NEXTAUTH_URL: operatorUrl, DATABASE_URL: urls.andromede_operator },
    worker: {
      ...common,
      ...simulator,
      DATABASE_URL: urls.andromede_worker,
      QUEUE_DATABASE_URL: urls.andromede_queue,
      PORTAL_INSIDE_URL: proxy.url,
    },
    console: { ...common, ...simulator, DATABASE_URL: urls.andromede_worker },
    preparation: {
      ...common,
      ADMIN_DATABASE_URL: postgres.adminUrl,
      ROLE_PASSWORDS: JSON.stringify(rolePasswords),
    },
    tests: {
      ...common,
      ...simulator,
      ADMIN_DATABASE_URL: postgres.adminUrl,
      PORTAL_DATABASE_URL: urls.andromede_portal,
      OPERATOR_DATABASE_URL: urls.andromede_operator,
      WORKER_DATABASE_URL: urls.andromede_worker,
      QUEUE_DATABASE_URL: urls.andromede_queue,
    },
  }
}

/** A command of this version, from its image; returns the exit code. */
async function run(version: Version, ...command: string[]): Promise<number> {
  const program = ['.next/programs/andromede.mjs', ...command]
  const child = spawn(process.execPath, program, {
    cwd: version.product,
    env: { NODE_ENV: 'production', ...environments.preparation },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  return code
}

function start(version: Version, kind: ProcessKind): VersionProcess {
  const logs = path.resolve('test-results/logs-upgrade')
  const { [kind]: environment } = environments
  const started = startProcess(version, kind, ports[version.name][kind], { environment, logs })
  running.set(`${version.name} ${kind}`, started)
  return started
}
async function startAll(version: Version): Promise<void> {
  process.stdout.write(`${new Date().toISOString()} start ${version.name}\n`)
  const all = processKinds.map((kind) => start(version, kind))
  await allReady(all)
}
/** One after another, as an operator replaces them. */
async function stopAll(version: Version): Promise<void> {
  process.stdout.write(`${new Date().toISOString()} stop ${version.name}\n`)
  for (const kind of processKinds) {
    const each = running.get(`${version.name} ${kind}`)
    running.delete(`${version.name} ${kind}`)
    expect([kind, await each?.stop()]).toEqual([kind, 0])
  }
}

/** What a version has done since its processes started. */
async function readWork(version: Version): Promise<{ orders: number; steps: number }> {
  const read = (kind: ProcessKind, name: string) =>
    running.get(`${version.name} ${kind}`)?.readMetric(name) ?? Promise.resolve(0)
  return {
    orders: await read('portal', 'andromede_actions_total'),
    steps: await read('worker', 'andromede_saga_step_duration_seconds_count'),
  }
}

/** From the previous version alone to this one, back, and to this one again; what each did meanwhile. */
async function upgradeAndGoBack() {
  await pause(servedMs)

  const changesSchema = current.migrations.length > previous.migrations.length
  const early = start(current, 'portal')
  if (changesSchema) {
    await pause(5_000)
    expect(await early.isReady()).toBe(false)
  }
  const locks = watchTableLocks(postgres.adminUrl)
  const prepared = await run(current, 'prepare-database')
  const longestLockMs = await locks.stop()
  expect(prepared).toBe(0)
  if (changesSchema) expect(await run(previous, 'prepare-database')).toBe(1)
  expect(await early.stop()).toBe(0)

  const worked: Record<string, Awaited<ReturnType<typeof readWork>>> = {}
  await startAll(current)
  await pause(servedMs)
  for (const version of [previous, current]) worked[`both, ${version.name}`] = await readWork(version)
  await stopAll(previous)
  await pause(servedMs)
  worked.upgraded = await readWork(current)

  await startAll(previous)
  await pause(servedMs)
  for (const version of [previous, current]) worked[`back, ${version.name}`] = await readWork(version)
  await stopAll(current)
  await pause(servedMs)
  worked.back = await readWork(previous)
  await startAll(current)
  return { worked, longestLockMs }
}

test.skipIf(missing !== null)(
  'orders and pages go on through an upgrade to this version and back',
  async () => {
    expect(await run(previous, 'prepare-database')).toBe(0)
    const seller = path.join(dataDir, 'seller.json')
    writeFileSync(seller, JSON.stringify(exampleSeller))
    expect(await run(previous, 'declare-seller', seller)).toBe(0)
    const made = JSON.parse(runSource(previous, 'e2e/upgrade/make-world.ts', environments.tests))
    Object.assign(process.env, environments.tests, { PORTAL_URL: proxy.url })
    const { startSteadyLoad } = await import('../upgrade/steady-load')
    const { openCounter, listViolations } = await import('../support/keep-ordering')
    const { until } = await import('../support/database')

    // The buyers of the test are rows, without a journal.
    const violationsBefore = await listViolations()

    await startAll(previous)
    await until('the proxy has found a portal', async () => (await fetch(`${proxy.url}/api/health`)).ok)
    const load = startSteadyLoad({ url: proxy.url, ...made, ordersPerSecond })
    const { worked, longestLockMs } = await upgradeAndGoBack().finally(() => load.stop())
    const sent = await load.stop()
    process.stdout.write(
      `${previous.migrations.length} → ${current.migrations.length} migrations, longest lock ${longestLockMs} ms; ` +
        `${JSON.stringify(sent)}; ${JSON.stringify(worked)}\n`,
    )
    expect(load.failures).toEqual([])
    for (const [when, { orders, steps }] of Object.entries(worked))
      expect([when, orders > 0, steps > 0]).toEqual([when, true, true])
    const counter = openCounter({ portalUrl: proxy.url, ...made })
    counter.acknowledged.push(...load.acknowledged)
    await counter.expectAll()
    expect(await listViolations()).toEqual(violationsBefore)
    expect(longestLockMs).toBeLessThanOrEqual(2_000)
  },
  1_800_000,
)
