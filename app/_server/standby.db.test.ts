import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { closeDatabase, configureDatabase, withShared } from '~/db/client'
import { startThrowawayPostgres, type ThrowawayPostgres } from '~/db/embedded'
import { isDatabaseLost } from '~/db/lost-database'
import { roleUrl } from '~/db/roles'
import { anonymousTestContext } from '~/db/testing/contexts'
import { sqlState } from '~/lib/kernel/errors'
import { answerHealth } from './health'

const password = 'Qm7-kX2v-Zr9t-Lw4n'
let primary: ThrowawayPostgres
let standby: ThrowawayPostgres
let folder: string

async function on<T>(server: ThrowawayPostgres, run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const client = postgres(server.adminUrl, { max: 1, onnotice: () => undefined })
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** A base backup of the running primary, configured as its standby. */
async function copyForStandby(): Promise<string> {
  const base = path.join(folder, 'base')
  const url = new URL(primary.adminUrl)
  await on(primary, async (client) => {
    const [row] = await client<{ folder: string }[]>`select current_setting('data_directory') as folder`
    await client`select pg_backup_start('standby', true)`
    spawnSync('cp', ['-a', row?.folder ?? '', base])
    const [end] = await client<{ label: string }[]>`select labelfile as label from pg_backup_stop(false)`
    writeFileSync(path.join(base, 'backup_label'), end?.label ?? '')
  })
  rmSync(path.join(base, 'postmaster.pid'))
  writeFileSync(path.join(base, 'standby.signal'), '')
  appendFileSync(
    path.join(base, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${url.port} user=${url.username} password=${url.password}'\n`,
  )
  // PostgreSQL must run as the owner of its folder.
  spawnSync('chown', ['-R', `--reference=${path.join(base, 'PG_VERSION')}`, base])
  return base
}

beforeAll(async () => {
  // The test uses two servers, each over TCP.
  delete process.env.DATABASE_SOCKET_FOLDER
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-standby-'))
  primary = await startThrowawayPostgres({ isDurable: true })
  await on(primary, async (client) => {
    await client.unsafe(`create role andromede_portal login password '${password}'`)
    await client`create table orders (number int)`
    await client`grant select, insert on orders to andromede_portal`
  })
  const kept = { folder: await copyForStandby(), password: new URL(primary.adminUrl).password }
  standby = await startThrowawayPostgres({ isDurable: true, like: kept })
  configureDatabase({ portal: roleUrl(standby.adminUrl, 'postgres', 'andromede_portal', password) })
}, 120_000)
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await closeDatabase()
  await standby?.stop()
  await primary?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const health = async () => {
  vi.stubEnv('SURFACE', 'portal')
  return (await answerHealth()).status
}
const placeOrder = () =>
  withShared(anonymousTestContext(), (tx) => tx.execute(sql`insert into orders values (1)`))
const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: unknown) => error,
  )

test('a site on a standby is not ready and accepts no order; after the promotion the same process is ready and does', async () => {
  // Replication works: a commit of the primary arrives.
  await on(primary, (client) => client`insert into orders values (0)`)
  await expect.poll(() => on(standby, (client) => client`select number from orders`)).toEqual([{ number: 0 }])

  expect(await health()).toBe(503)
  const refused = await failure(placeOrder())
  expect(refused).toMatchObject({ code: 'unavailable' })
  expect(['0A000', '25006']).toContain(sqlState((refused as Error).cause))
  const written = await failure(on(standby, (client) => client`insert into orders values (1)`))
  expect(sqlState(written)).toBe('25006')
  expect(isDatabaseLost(written)).toBe(true)

  // A standby without its primary is still a standby.
  await primary.halt()
  expect(await health()).toBe(503)
  await on(standby, (client) => client`select pg_promote()`)
  expect(await health()).toBe(200)
  await placeOrder()
  expect(await on(standby, (client) => client`select number from orders order by 1`)).toEqual([
    { number: 0 },
    { number: 1 },
  ])
})
