import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterEach, expect, test } from 'vitest'
import { type KeptPostgres, placeOf, startEmbeddedPostgres, startThrowawayPostgres } from './index'
import { readRecord } from './record'

let folder: string
let server: KeptPostgres
const clients: postgres.Sql[] = []
const connect = () => {
  const sql = postgres(server.adminUrl, { max: 1, onclose: () => undefined })
  clients.push(sql)
  return sql
}
afterEach(async () => {
  for (const sql of clients.splice(0)) await sql.end({ timeout: 0 })
  await server.stop()
  rmSync(path.resolve(folder, readRecord(folder)?.cluster ?? 'missing'), { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

const postmasterOf = (cluster: string) =>
  Number.parseInt(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8'), 10)

/** Same expression as `app.database_identity`: a change of it holds everything outside the database. */
const identity = (sql: postgres.Sql) =>
  sql`select s.system_identifier::text, left(pg_walfile_name(pg_current_wal_lsn()), 8) as timeline from pg_control_system() s`

test('a killed server comes back at the same address with everything committed, although one of its queries keeps running', async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede killed '))
  const reports: string[] = []
  server = await startEmbeddedPostgres(folder, { report: (line) => reports.push(line) })
  const cluster = path.resolve(folder, readRecord(folder)?.cluster ?? '')
  const sql = connect()
  await sql`create table orders (number int)`
  await sql`insert into orders select generate_series(1, 100)`
  const before = { identity: await identity(sql), place: placeOf(folder), postmaster: postmasterOf(cluster) }

  // A busy backend does not notice that its server is gone, and keeps the shared memory.
  const busy = connect()
  const [own] = await busy<{ pid: number }[]>`select pg_backend_pid() as pid`
  const computing = busy`select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b`
  const cut = expect(computing).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
  const isComputing = async () => {
    const [row] = await sql`select state from pg_stat_activity where pid = ${own?.pid ?? 0}`
    return row?.state
  }
  await expect.poll(isComputing).toBe('active')
  process.kill(before.postmaster, 'SIGKILL')

  await cut
  await expect.poll(() => reports.at(-1)).toBe('the embedded database answers again')
  const again = connect()
  expect(await again`select count(*)::int, max(number) from orders`).toEqual([{ count: 100, max: 100 }])
  await again`insert into orders values (101)`
  expect({ identity: await identity(again), place: placeOf(folder) }).toEqual({
    identity: before.identity,
    place: before.place,
  })
  expect(postmasterOf(cluster)).not.toBe(before.postmaster)
  // A dead process stays listed until its new parent has reaped it.
  await expect.poll(() => readdirSync('/proc')).not.toContain(String(own?.pid))
  expect(reports).toEqual([
    'the embedded database failed (it ended unexpectedly); starting it again',
    'the embedded database answers again',
  ])
})

test('a server of the tests comes back after its postmaster was killed', async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede killed '))
  const throwaway = await startThrowawayPostgres({ isDurable: true })
  server = { ...throwaway, lost: new Promise(() => undefined) }
  await connect()`create table kept as select 1 as one`
  await throwaway.restart('kill')
  expect(await connect()`select one from kept`).toEqual([{ one: 1 }])
})
