import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { closeDatabase, configureDatabase, withShared, withSystem } from '~/db/client'
import { startThrowawayPostgres, type ThrowawayPostgres } from '~/db/embedded'
import { prepareDatabase } from '~/db/prepare'
import { anonymousTestContext, systemTestContext } from '~/db/testing/contexts'
import { onServer, startStandby } from '~/db/testing/start-standby'
import { startTcpProxy, type TcpProxy } from '~/db/testing/tcp-proxy'
import { existingDatabase, testPasswords } from '~/db/testing/template'
import { jobNames } from '~/lib/jobs/names'
import { newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { databaseFollower, declareSynchronousIn, outsideWorldAllowed } from '.'
import { followDatabaseIn } from './queries/follow-database'

const name = 'andromede'
let primary: ThrowawayPostgres
let standby: ThrowawayPostgres
let address: TcpProxy

const ctx = () => systemTestContext(systemNow())
const on = <T>(server: ThrowawayPostgres, statement: string) =>
  onServer(server, name, (sql) => sql.unsafe(statement) as Promise<unknown>) as Promise<T[]>
const declare = (isSynchronous: boolean) => {
  const operator = { ...anonymousTestContext(), surface: 'operator' as const }
  return withShared(operator, (tx) => declareSynchronousIn(tx, operator, isSynchronous))
}
const replicated = async () => {
  const [row] = await on<{ at: string }>(primary, 'select pg_current_wal_flush_lsn() as at')
  const caughtUp = `select pg_last_wal_replay_lsn() >= '${row?.at}' as is`
  await expect.poll(() => on(standby, caughtUp)).toEqual([{ is: true }])
}
/** The primary lives on without clients, as behind a network partition. */
async function promote(): Promise<void> {
  address.loseServer('closing')
  await on(standby, 'select pg_promote()')
  address.lead(standby.adminUrl)
  address.restore()
}
const setOn = async (server: ThrowawayPostgres, setting: string, value: string) => {
  await on(server, `alter system set ${setting} = '${value}'`)
  await on(server, 'select pg_reload_conf()')
  await expect.poll(() => on(server, `select current_setting('${setting}') as is`)).toEqual([{ is: value }])
}
/** New rows no longer reach the standby. */
const cutReplication = async () => {
  await setOn(primary, 'synchronous_standby_names', '')
  await setOn(standby, 'primary_conninfo', '')
  await expect.poll(() => on(primary, 'select 1 from pg_stat_replication')).toEqual([])
}

beforeAll(async () => {
  // The test uses two servers, each over TCP.
  delete process.env.DATABASE_SOCKET_FOLDER
  primary = await startThrowawayPostgres({ isReplicated: true })
  const { adminUrl } = primary
  await prepareDatabase({
    adminUrl,
    database: name,
    passwords: testPasswords,
    jobNames,
    openMailbox: false,
    remembersDatabase: true,
  })
  address = await startTcpProxy(adminUrl)
  const { operator, worker } = existingDatabase(adminUrl, name).urls
  configureDatabase({ operator: address.through(operator), worker: address.through(worker) })
}, 180_000)
beforeEach(async () => {
  address.lead(primary.adminUrl)
  await closeDatabase()
  standby = await startStandby(primary)
  await expect.poll(() => on(primary, 'select 1 as is from pg_stat_replication')).toEqual([{ is: 1 }])
  await setOn(primary, 'synchronous_standby_names', 'standby')
  await declare(true)
}, 60_000)
afterEach(async () => {
  await setOn(primary, 'synchronous_standby_names', '')
  await standby.stop()
})
afterAll(async () => {
  await closeDatabase()
  await address?.close()
  await primary?.stop()
})

/** Promotes a server that lacks the last mark of the second of two workers, which the primary alone acknowledged. */
async function promoteWithoutLastMark() {
  const workers = [databaseFollower('first'), databaseFollower('second')] as const
  for (const follow of workers) await follow(ctx())
  await replicated()
  await cutReplication()
  await workers[1](ctx())
  await promote()
  return workers
}

test('on a cluster declared synchronous, work goes on with a promoted server that has the last mark', async () => {
  const follow = databaseFollower('wrk')
  expect(await follow(ctx())).toBe('unchanged')
  await promote()
  expect(await outsideWorldAllowed(ctx())).toBe(false)
  // A worker that has just started knows nothing, and lets nothing go on.
  expect(await databaseFollower('new')(ctx())).toBe('unchanged')
  expect(await outsideWorldAllowed(ctx())).toBe(false)

  expect(await follow(ctx())).toBe('continued')
  expect(await outsideWorldAllowed(ctx())).toBe(true)
  expect(await follow(ctx())).toBe('unchanged')
  expect(await on(standby, 'select reason, data_lost, is_continued from recoveries')).toEqual([
    { reason: 'new_timeline', data_lost: false, is_continued: true },
  ])
  expect(await on(standby, `select event from audit_events where event = 'recovery.continued'`)).toHaveLength(
    1,
  )
})

test('a promoted server without an acknowledged mark stays held, also where another worker went on', async () => {
  const [first, second] = await promoteWithoutLastMark()
  expect(await first(ctx())).toBe('continued')
  expect(await second(ctx())).toBe('writes_lost')
  expect(await outsideWorldAllowed(ctx())).toBe(false)
  expect(await first(ctx())).toBe('unchanged')
  expect(await on(standby, 'select reason from recoveries where ended_at is null')).toEqual([
    { reason: 'writes_lost' },
  ])
})

test('the last mark of a worker that lost its server is missed before any other goes on', async () => {
  const [first, second] = await promoteWithoutLastMark()
  expect(await second(ctx())).toBe('writes_lost')
  expect(await first(ctx())).toBe('held')
  expect(await outsideWorldAllowed(ctx())).toBe(false)
})

test('a lost mark is missed although the recovery began at an earlier promotion', async () => {
  const [first, second] = await promoteWithoutLastMark()
  await on(
    standby,
    `insert into recoveries (id, reason, found_identity, began_at) values ('rcv_1', 'new_timeline', 'earlier', now())`,
  )
  expect(await first(ctx())).toBe('continued')
  expect(await second(ctx())).toBe('writes_lost')
})

test('a mark that was left before the clock went back does not pass for a later one', async () => {
  const follow = databaseFollower('clock')
  await follow(ctx())
  await on(primary, `update recovery_marks set marked_at = marked_at + interval '1 hour'`)
  await replicated()
  await cutReplication()
  // Acknowledged by the primary alone, at an earlier time than the last one.
  await follow(ctx())
  await promote()
  expect(await follow(ctx())).not.toBe('continued')
  expect(await outsideWorldAllowed(ctx())).toBe(false)
  await on(primary, 'delete from recovery_marks')
})

test('a former primary that still answers is held: it lacks what was written since', async () => {
  const follow = databaseFollower('wrk')
  await follow(ctx())
  await promote()
  expect(await follow(ctx())).toBe('continued')
  await setOn(primary, 'synchronous_standby_names', '')
  const lead = async (server: ThrowawayPostgres) => {
    address.lead(server.adminUrl)
    await closeDatabase()
  }
  await lead(primary)
  expect(await outsideWorldAllowed(ctx())).toBe(true)
  expect(await follow(ctx())).toBe('writes_lost')
  expect(await outsideWorldAllowed(ctx())).toBe(false)
  expect(await on(primary, 'select reason from recoveries where ended_at is null')).toEqual([
    { reason: 'writes_lost' },
  ])
  await on(primary, 'delete from recoveries')
  await lead(standby)
  expect(await follow(ctx())).toBe('unchanged')
  expect(await outsideWorldAllowed(ctx())).toBe(true)
})

test('work waits for an administrator after a promotion that nothing shows to be without loss', async () => {
  let passedMs = 0
  const [undeclared, silent] = [databaseFollower('undeclared'), databaseFollower('silent', () => passedMs)]
  await undeclared(ctx())
  await silent(ctx())
  await databaseFollower('cut off')(ctx())
  const [cutOff] = await on<{ identity: string; markedAt: string }>(
    primary,
    `update recovery_marks set marked_at = marked_at - interval '11 seconds' where worker_id = 'cut off'
      returning identity, marked_at::text as "markedAt"`,
  )
  await replicated()
  await setOn(primary, 'synchronous_standby_names', '')
  const alone = databaseFollower('alone')
  await alone(ctx())
  await replicated()
  await promote()
  passedMs = 120_001
  expect(await silent(ctx())).toBe('unchanged')
  expect(await alone(ctx())).toBe('not_synchronous')
  const asked = { id: newId('recovery'), workerId: 'cut off', known: cutOff ?? null, at: systemNow() }
  expect(await withSystem(ctx(), (tx) => followDatabaseIn(tx, asked))).toMatchObject({ outcome: 'cut_off' })
  await on(standby, `delete from installation_facts where name = 'synchronous_system'`)
  expect(await undeclared(ctx())).toBe('undeclared')
  expect(await outsideWorldAllowed(ctx())).toBe(false)
  expect(await on(standby, 'select reason from recoveries where ended_at is null')).toEqual([
    { reason: 'new_timeline' },
  ])
})

test('a cluster is declared synchronous only while it has a synchronous standby', async () => {
  await declare(false)
  await setOn(primary, 'synchronous_standby_names', '')
  await expect(declare(true)).rejects.toMatchObject({ code: 'state_forbids' })
})
