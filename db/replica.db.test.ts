import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { closeDatabase, configureDatabase, configureReplica, type withReplica } from '~/db/client'
import type { ThrowawayPostgres } from '~/db/embedded'
import { onServer, startPrimary, startStandby } from '~/db/testing/start-standby'
import { startTcpProxy, type TcpProxy } from '~/db/testing/tcp-proxy'
import { existingDatabase, testEncryptionKey } from '~/db/testing/template'
import { sharedMetrics } from '~/lib/kernel/metrics/recorder'
import { systemNow } from '~/lib/kernel/time/clock'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { forgetRests, readingOf } from './replica'

const name = 'andromede'
let primary: ThrowawayPostgres
let standby: ThrowawayPostgres
let replica: TcpProxy
let buyers: [TestBuyer, TestBuyer]
const outcomes: string[] = []

const on = <T>(server: ThrowawayPostgres, run: (sql: postgres.Sql) => Promise<T>) =>
  onServer(server, name, run)
const ctx = () => buyers[0].as('owner', systemNow())
const portOf = (server: ThrowawayPostgres) => Number(new URL(server.adminUrl).port)

/** The port of the server that answers, and the organisations that it shows. */
const look = (reading: ReturnType<typeof readingOf>) =>
  reading.read(async (tx) => {
    const rows = await tx.execute<{ port: number; id: string }>(
      sql`select current_setting('port')::int as port, id from organisations`,
    )
    return { port: rows[0]?.port, ids: rows.map(({ id }) => id) }
  })

/** A commit on the primary that the standby has replayed. */
async function replicated(to = standby): Promise<Date> {
  const at = await on(primary, async (client) => {
    await client`update organisations set created_at = created_at`
    const [row] = await client<
      { lsn: string; at: Date }[]
    >`select pg_current_wal_flush_lsn() as lsn, now() as at`
    return row
  })
  await expect
    .poll(() => on(to, (client) => client`select pg_last_wal_replay_lsn() >= ${at?.lsn ?? ''}::pg_lsn as is`))
    .toEqual([{ is: true }])
  return at?.at ?? new Date(0)
}

/** New connections to the standby, which fail after this time without an answer. */
async function freshReplica(answerSeconds?: number): Promise<void> {
  await closeDatabase()
  const { portal } = existingDatabase(standby.adminUrl, name).urls
  configureReplica({ portal: replica.through(portal) }, answerSeconds)
}

beforeAll(async () => {
  // The test uses two servers, each over TCP.
  delete process.env.DATABASE_SOCKET_FOLDER
  process.env.ENCRYPTION_KEY ??= testEncryptionKey
  primary = await startPrimary(name)
  const { adminUrl } = primary
  buyers = await on(primary, async (client) => [await makeBuyer(client), await makeBuyer(client)])
  configureDatabase(existingDatabase(adminUrl, name).urls)
}, 180_000)
beforeEach(async () => {
  standby = await startStandby(primary)
  replica = await startTcpProxy(standby.adminUrl)
  await freshReplica()
  forgetRests()
  outcomes.length = 0
  sharedMetrics().recorder = {
    count: (metric, labels) => void (metric === 'replicaReads' && outcomes.push(labels.outcome ?? '')),
    observe: () => undefined,
  }
  await replicated()
}, 60_000)
afterEach(async () => {
  vi.unstubAllEnvs()
  sharedMetrics().recorder = null
  await closeDatabase()
  await replica.close()
  await standby.stop()
})
afterAll(async () => {
  configureReplica(null)
  await primary?.stop()
})

test('a report is read on the standby, with the same policies, and names the instant of its rows', async () => {
  const since = await replicated()
  const reading = readingOf(ctx())
  expect(await look(reading)).toEqual({ port: portOf(standby), ids: [buyers[0].organisationId] })
  expect(reading.asOf()?.getTime()).toBeGreaterThanOrEqual(Math.floor(since.getTime() / 1_000) * 1_000)
  expect(reading.asOf()?.getTime()).toBeLessThanOrEqual(systemNow().getTime())
  expect(outcomes).toEqual(['replica'])
})

test('nothing can be written there', async () => {
  const ended = readingOf(ctx()).read(async (tx) => {
    const [row] = await tx.execute<{ port: number }>(sql`select current_setting('port')::int as port`)
    if (row?.port !== portOf(standby)) throw new Error('read on the primary')
    await tx.execute(sql`update organisations set created_at = created_at`)
  })
  await expect(ended).rejects.toThrow('read on the primary')
  expect(outcomes).toEqual(['failed'])
})

test('without a replica, and for a role without its address, the primary is read', async () => {
  configureReplica({})
  const reading = readingOf(ctx())
  expect((await look(reading)).port).toBe(portOf(primary))
  expect([reading.asOf(), outcomes]).toEqual([null, []])
})

test('a standby that is too far behind is not read', async () => {
  vi.stubEnv('REPLICA_LAG_SECONDS', '0')
  const reading = readingOf(ctx())
  expect((await look(reading)).port).toBe(portOf(primary))
  expect([reading.asOf(), outcomes]).toEqual([null, ['behind']])
})

test('a standby that lacks what was committed before the export was ordered is not read', async () => {
  await on(standby, (client) => client`select pg_wal_replay_pause()`)
  const [row] = await on(primary, (client) => client<{ at: Date }[]>`select now() as at`)
  const reading = readingOf(ctx(), { atLeast: row?.at ?? new Date() })
  expect((await look(reading)).port).toBe(portOf(primary))
  expect(outcomes).toEqual(['behind'])
})

test('a standby that has not replayed the row of the order is not read', async () => {
  const hasRow = async (tx: Parameters<Parameters<typeof withReplica>[1]>[0]) =>
    (await tx.execute(sql`select 1 from organisations where legal_name = 'ordered'`)).length > 0
  await on(standby, (client) => client`select pg_wal_replay_pause()`)
  const { organisationId } = buyers[0]
  await on(
    primary,
    (client) => client`update organisations set legal_name = 'ordered' where id = ${organisationId}`,
  )
  expect((await look(readingOf(ctx(), { hasRow }))).port).toBe(portOf(primary))
  await on(standby, (client) => client`select pg_wal_replay_resume()`)
  await replicated()
  expect((await look(readingOf(ctx(), { hasRow }))).port).toBe(portOf(standby))
  expect(outcomes).toEqual(['behind', 'replica'])
})

test('an unreachable standby is replaced by the primary, and not tried again at once', async () => {
  replica.loseServer('closing')
  expect((await look(readingOf(ctx()))).port).toBe(portOf(primary))
  replica.restore()
  expect((await look(readingOf(ctx()))).port).toBe(portOf(primary))
  expect(outcomes).toEqual(['unreachable', 'unreachable'])
  forgetRests()
  expect((await look(readingOf(ctx()))).port).toBe(portOf(standby))
})

test('an export that began on the standby goes on on the primary when the connection is cut, and stays there', async () => {
  const reading = readingOf(ctx())
  expect((await look(reading)).port).toBe(portOf(standby))
  const asOf = reading.asOf()
  replica.loseServer('closing')
  expect((await look(reading)).port).toBe(portOf(primary))
  replica.restore()
  forgetRests()
  expect((await look(reading)).port).toBe(portOf(primary))
  // Its first rows are of that instant.
  expect(reading.asOf()).toEqual(asOf)
})

test('a frozen standby fails running and waiting reads, which go on on the primary; later ones reconnect', async () => {
  vi.stubEnv('DATABASE_POOL_SIZE', '2')
  await freshReplica(3)
  const readings = Array.from({ length: 6 }, () => readingOf(ctx()))
  const [first, second, ...others] = readings
  if (!first || !second) throw new Error('no readings')
  // Both connections of the pool are open.
  await Promise.all([look(first), look(second)])
  replica.loseServer('silent')
  outcomes.length = 0
  const seen = await Promise.all([first, second, ...others].map(look))
  expect(new Set(seen.map(({ port }) => port))).toEqual(new Set([portOf(primary)]))
  expect(new Set(outcomes)).toEqual(new Set(['unreachable']))
  replica.restore()
  expect((await look(readingOf(ctx()))).port).toBe(portOf(primary))
  forgetRests()
  expect((await look(readingOf(ctx()))).port).toBe(portOf(standby))
})

test('a reading does not go on on a standby that has replayed less than its earlier reads saw', async () => {
  const other = await startStandby(primary, 'other')
  try {
    await replicated(other)
    await on(other, (client) => client`select pg_wal_replay_pause()`)
    await replicated()
    const reading = readingOf(ctx())
    expect((await look(reading)).port).toBe(portOf(standby))
    replica.lead(other.adminUrl)
    await closeDatabase()
    // Its lag alone does not exclude it.
    expect((await look(readingOf(ctx()))).port).toBe(portOf(other))
    expect((await look(reading)).port).toBe(portOf(primary))
    expect(outcomes).toEqual(['replica', 'replica', 'behind'])
  } finally {
    await other.stop()
  }
})

test('a standby that was promoted is not read: it may have left the history of the primary', async () => {
  await on(standby, (client) => client`select pg_promote()`)
  const reading = readingOf(ctx())
  expect((await look(reading)).port).toBe(portOf(primary))
  expect([reading.asOf(), outcomes]).toEqual([null, ['promoted']])
})

test('an error of the read itself is that of the primary', async () => {
  const ports: number[] = []
  const ended = readingOf(ctx()).read(async (tx) => {
    const [row] = await tx.execute<{ port: number }>(sql`select current_setting('port')::int as port`)
    ports.push(row?.port ?? 0)
    throw new Error('no such row')
  })
  await expect(ended).rejects.toThrow('no such row')
  expect(ports).toEqual([portOf(standby), portOf(primary)])
})
