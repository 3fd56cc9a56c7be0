import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { closeDatabase, configureDatabase, withShared } from '~/db/client'
import { isDatabaseLost, isStandbyError } from '~/db/connections/lost-database'
import { openPool } from '~/db/connections/open-pool'
import type { ThrowawayPostgres } from '~/db/embedded'
import { findFreePort } from '~/db/embedded/free-port'
import { readSchemaVersion } from '~/db/migrator/schema-version'
import { roleUrl } from '~/db/roles'
import { beginPasswordRotation } from '~/db/rotate-password'
import { anonymousTestContext } from '~/db/testing/contexts'
import { onServer, startPrimary, startStandby } from '~/db/testing/start-standby'
import { startTcpProxy, type TcpProxy } from '~/db/testing/tcp-proxy'
import { existingDatabase, testPasswords } from '~/db/testing/template'
import { standardLimits } from '~/lib/console/gateway/limits'
import { startGateway } from '~/lib/console/gateway/start-gateway'
import type { DatabaseLogin } from '~/lib/kernel/database-roles'
import { sqlState } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import { systemNow } from '~/lib/kernel/time/clock'
import {
  startConsoleProcess,
  startWorkerProcess,
  type WorkerProcess,
} from '~/lib/resources/testing/worker-process'
import { startQueue } from '~/lib/worker/queue'
import { answerHealth, answerLive, answerReady } from './health'

const name = 'andromede'
let primary: ThrowawayPostgres
let standby: ThrowawayPostgres
let address: TcpProxy
/** Of the portal, as after a rotation of its password. */
let second: { login: DatabaseLogin; password: string }
const programs: WorkerProcess[] = []

const on = <T>(server: ThrowawayPostgres, run: (sql: postgres.Sql) => Promise<T>) =>
  onServer(server, name, run)

beforeAll(async () => {
  // The test uses two servers, each over TCP.
  delete process.env.DATABASE_SOCKET_FOLDER
  primary = await startPrimary(name)
  const { adminUrl } = primary
  await on(primary, async (client) => {
    await client`create table notes (number int)`
    await client`grant select, insert on notes to andromede_portal`
  })
  second = await beginPasswordRotation({
    adminUrl,
    database: name,
    passwords: testPasswords,
    role: 'andromede_portal',
  })
  standby = await startStandby(primary)
  address = await startTcpProxy(standby.adminUrl)
  const { portal, worker } = existingDatabase(standby.adminUrl, name).urls
  configureDatabase({ portal: address.through(portal), worker: address.through(worker) })
}, 180_000)
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  for (const program of programs) program.kill('SIGKILL')
  await Promise.all(programs.map((program) => program.exited))
  await closeDatabase()
  await address?.close()
  await standby?.stop()
  await primary?.stop()
})

/** As the portal, whose build expects this database. */
async function ofSite(answer: () => Promise<Response> | Response) {
  vi.stubEnv('SURFACE', 'portal')
  vi.stubEnv('SCHEMA_VERSION', readSchemaVersion())
  const response = await answer()
  return { code: response.status, ...(await response.json()) }
}
const probe = async (port: number, which: 'live' | 'ready' | 'health') => {
  const response = await fetch(`http://127.0.0.1:${port}/api/${which}`)
  return { code: response.status, ...((await response.json()) as Record<string, unknown>) }
}
const note = (number: number) =>
  withShared(anonymousTestContext(), (tx) => tx.execute(sql`insert into notes values (${number})`))
const notes = (server: ThrowawayPostgres) =>
  on(server, (client) => client<{ number: number }[]>`select number from notes order by 1`).then((rows) =>
    rows.map(({ number }) => number),
  )
const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: unknown) => error,
  )

test('a write on a standby is refused as unavailable, and the next one follows the address to the primary', async () => {
  const refused = await failure(note(1))
  expect(refused).toMatchObject({ code: 'unavailable' })
  expect(['0A000', '25006']).toContain(sqlState((refused as Error).cause))
  const written = await failure(on(standby, (client) => client`insert into notes values (1)`))
  expect(sqlState(written)).toBe('25006')
  expect(isDatabaseLost(written)).toBe(true)

  // The pool's connection to the standby would still answer.
  address.lead(primary.adminUrl)
  await note(2)
  expect(await notes(primary)).toEqual([2])
  await expect.poll(() => notes(standby)).toEqual([2])
})

test('with the second login of its role, too, each refused write ends its connection to the standby', async () => {
  await closeDatabase()
  address.lead(standby.adminUrl)
  const pool = openPool({
    url: address.through(roleUrl(standby.adminUrl, name, second.login, second.password)),
    max: 1,
    applicationName: 'second-login',
  })
  onTestFinished(() => pool.close())
  const write = (number: number) =>
    pool.begin(async (tx) => {
      await tx.unsafe('insert into notes values ($1)', [number])
      return tx.unsafe('select session_user, current_user').then(([row]) => row)
    })
  const ofPool = () =>
    on(standby, (client) => client`select from pg_stat_activity where application_name = 'second-login'`)
  // More than the pool has connections: one that was kept would be lost to the next.
  for (let turn = 0; turn < 3; turn += 1) {
    expect(isStandbyError(await failure(write(9)))).toBe(true)
    await expect.poll(ofPool).toHaveLength(0)
  }

  address.lead(primary.adminUrl)
  expect(await write(9)).toEqual({ session_user: 'andromede_portal_b', current_user: 'andromede_portal' })
  await on(primary, (client) => client`delete from notes where number = 9`)
})

test('a queue that met a standby takes the jobs of the primary, once its address leads there', async () => {
  await closeDatabase()
  address.lead(standby.adminUrl)
  const warned = vi.spyOn(log, 'warn')
  const databaseUrl = address.through(existingDatabase(standby.adminUrl, name).roleUrl('andromede_queue'))
  const queue = startQueue({ databaseUrl, concurrentJobs: 1, nudgeSagas: () => undefined })
  onTestFinished(() => queue.stop())
  const lost = { err: new Error('the queue reached a standby') }
  await expect.poll(() => warned.mock.calls).toContainEqual([lost, 'the queue was lost; opening it again'])

  address.lead(primary.adminUrl)
  await on(primary, (client) => client`select queue_api.enqueue_job('chain_audit', '{}', 'after', null)`)
  const waiting = () =>
    on(primary, (client) => client`select key from graphile_worker.jobs where key = 'after'`)
  await expect.poll(waiting).toEqual([])
})

test('no process is ready on a standby; after its promotion the same processes are', async () => {
  await closeDatabase()
  address.lead(standby.adminUrl)
  const database = existingDatabase(standby.adminUrl, name)
  const [ofWorker, ofConsole, consolePort] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ]
  const worker = startWorkerProcess(database, { HEALTH_PORT: `${ofWorker}` })
  const consoles = startConsoleProcess(database, {
    HEALTH_PORT: `${ofConsole}`,
    CONSOLE_PORT: `${consolePort}`,
  })
  programs.push(worker, consoles)
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    portalOrigin: 'http://portal.test',
    trustedProxies: 0,
    drivers: { driverFor: () => Promise.reject(new Error('no console is opened')) },
    limits: standardLimits,
    now: systemNow,
  })
  onTestFinished(() => gateway.stop())

  const failing = { pool: 'ok', primary: 'failed', schema: 'unknown', settings: 'unknown' }
  expect(await ofSite(answerHealth)).toEqual({ status: 'unavailable', surface: 'portal', code: 503 })
  expect(await ofSite(answerReady)).toMatchObject({ code: 503, checks: failing })
  expect(await ofSite(answerLive)).toMatchObject({ code: 200 })
  expect(await probe(gateway.port, 'health')).toMatchObject({ code: 503, status: 'unavailable' })
  for (const port of [ofWorker, ofConsole]) {
    await expect.poll(() => probe(port, 'live').catch(() => null)).toMatchObject({ code: 200 })
    expect(await probe(port, 'ready')).toMatchObject({ code: 503, checks: { started: 'failed', ...failing } })
  }

  // A standby without its primary is still a standby.
  await primary.halt()
  await expect.poll(() => ofSite(answerReady)).toMatchObject({ code: 503, checks: failing })
  await on(standby, (client) => client`select pg_promote()`)
  await expect.poll(() => ofSite(answerReady)).toMatchObject({ code: 200 })
  expect(await ofSite(answerHealth)).toMatchObject({ code: 200 })
  await note(3)
  expect(await notes(standby)).toEqual([2, 3])
  for (const [port, program] of [
    [ofWorker, worker],
    [ofConsole, consoles],
  ] as const) {
    await program.ready
    await expect
      .poll(() => probe(port, 'ready'))
      .toMatchObject({
        code: 200,
        checks: { started: 'ok', pool: 'ok', primary: 'ok', schema: 'ok', settings: 'ok' },
      })
  }
  for (const port of [gateway.port, consolePort])
    await expect.poll(() => probe(port, 'health')).toMatchObject({ code: 200 })
})
