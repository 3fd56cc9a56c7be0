import { createServer } from 'node:net'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openWire } from '~/db/testing/open-wire'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import type { TransactionSql } from './begin-at-once'
import { openPool, type Pool } from './open-pool'

const database = useTestDatabase()
const applicationName = 'pool-test'
let sameRole: postgres.Sql
const opened: Pool[] = []

beforeAll(() => {
  sameRole = postgres(database.current.roleUrl('andromede_worker'), { max: 1 })
})
afterAll(() => sameRole?.end())
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())))

function open(max: number, url = database.current.roleUrl('andromede_worker')) {
  const pool = openPool({ url, max, applicationName })
  opened.push(pool)
  return pool
}
const pidOf = (sql: Pick<TransactionSql, 'unsafe'>) =>
  sql.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid').then(([row]) => row?.pid ?? 0)
const cut = (pid: number) => sameRole`select pg_terminate_backend(${pid})`
const connections = () =>
  sameRole`select 1 from pg_stat_activity where application_name = ${applicationName}`.then(
    (rows) => rows.length,
  )

/** A transaction that holds its connection until it is released. */
async function holdOne(pool: Pool) {
  const goOn = openPromise()
  const begun = openPromise<number>()
  const done = pool.begin(async (sql) => {
    begun.resolve(await pidOf(sql))
    await goOn.promise
    return pidOf(sql)
  })
  return { pid: await Promise.race([begun.promise, done]), letGo: goOn.resolve, done }
}

/** Like `holdOne`, when connections may have been cut without the pool knowing yet. */
async function holdAtLast(pool: Pool): ReturnType<typeof holdOne> {
  try {
    return await holdOne(pool)
  } catch {
    return holdAtLast(pool)
  }
}

test('connections are opened on demand, up to the maximum, and reused', async () => {
  const pool = open(4)
  for (let turn = 0; turn < 20; turn += 1) await pool.begin(pidOf)
  expect(await connections()).toBe(1)
  const pids = await Promise.all([
    ...Array.from({ length: 30 }, () => pool.begin(pidOf)),
    ...Array.from({ length: 30 }, () => pidOf(pool)),
  ])
  expect(new Set(pids).size).toBe(4)
  expect(await connections()).toBe(4)
})

test('callers that wait for a full pool are served in order of arrival', async () => {
  const pool = open(1)
  const served: string[] = []
  const turn = (name: string) => pool.begin(async (sql) => served.push(name) && pidOf(sql))
  await Promise.all([turn('first'), turn('second'), turn('third'), turn('fourth')])
  expect(served).toEqual(['first', 'second', 'third', 'fourth'])
})

test('a transaction that waits too long for a connection fails alone: the others, which are answered, go on', async () => {
  const silence = { seconds: 2, onSilence: vi.fn() }
  const pool = openPool({
    url: database.current.roleUrl('andromede_worker'),
    max: 1,
    applicationName,
    silence,
  })
  opened.push(pool)
  const begun = openPromise()
  let isOver = false
  const busy = pool.begin(async (sql) => {
    const pid = await pidOf(sql)
    begun.resolve()
    while (!isOver) await sql.unsafe('select pg_sleep(0.05)')
    return pid
  })
  await begun.promise
  const late = vi.fn(pidOf)
  await expect(pool.begin(late)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  isOver = true
  // The connection that it waited for serves others.
  expect(await pool.begin(pidOf)).toBe(await busy)
  expect(late).not.toHaveBeenCalled()
  expect(silence.onSilence).not.toHaveBeenCalled()
})

test('a statement outside a transaction releases its connection, also when it fails', async () => {
  const pool = open(1)
  await expect(pool.unsafe('select 1 / $1::int', [0])).rejects.toThrow('division')
  expect(await pool.unsafe('select $1::int as one', [1]).values()).toEqual([[1]])
})

test('a connection that was cut while idle is not handed out', async () => {
  const pool = open(2)
  const pid = await pool.begin(pidOf)
  await cut(pid)
  await expect.poll(() => pool.begin(pidOf).catch(() => pid)).not.toBe(pid)
})

test('connections that are all cut repeatedly are all reopened', async () => {
  const pool = open(3)
  for (let turn = 0; turn < 3; turn += 1) {
    const held = await Promise.all([holdAtLast(pool), holdAtLast(pool), holdAtLast(pool)])
    const asking = held.map(({ done }) => done.then(String, String))
    // One connection is cut during a statement, the others between two.
    held[0]?.letGo()
    await Promise.all(held.map(({ pid }) => cut(pid)))
    for (const { letGo } of held) letGo()
    await Promise.all(asking)
  }
  const held = await Promise.all([holdAtLast(pool), holdAtLast(pool), holdAtLast(pool)])
  expect(await connections()).toBe(3)
  for (const { letGo } of held) letGo()
})

test.each<[string, Parameters<typeof openWire>[1]]>([
  ['reset', (_, near, far) => void [near.resetAndDestroy(), far.destroy()]],
  ['closed', (_, near, far) => void [near.end(), far.destroy()]],
  [
    'refused',
    (bytes, _, far) => void far.write(bytes.toString('latin1').replaceAll('pg_type', 'pg_typo'), 'latin1'),
  ],
])(
  'a connection whose type query is %s is not handed out, and the next connection repeats the query',
  async (_, meet) => {
    let questions = 0
    const wire = await openWire(database.current.roleUrl('andromede_worker'), (bytes, near, far) => {
      if (!bytes.includes('pg_type') || questions++ > 0) far.write(bytes)
      else meet?.(bytes, near, far)
    })
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    onTestFinished(() => {
      process.off('unhandledRejection', unhandled)
      return wire.cut()
    })
    const pool = openPool({ url: wire.url, max: 1, applicationName })
    const array = () => pool.begin((sql) => sql.unsafe('select $1::int[] as read', [[1, 2]]))

    await expect(array()).rejects.toThrow(/closed|reset|pg_typo/i)
    await expect.poll(() => array().catch(() => null)).toEqual([{ read: [1, 2] }])
    expect(questions).toBeGreaterThan(1)
    expect(unhandled).not.toHaveBeenCalled()
    await pool.close()
  },
)

test('callers waiting for a missing server are rejected, however many wait, and served once it is there', async () => {
  const url = new URL(database.current.roleUrl('andromede_worker'))
  const nobody = createServer()
  await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', () => resolve()))
  url.port = String((nobody.address() as { port: number }).port)
  await new Promise((resolve) => nobody.close(resolve))
  const pool = open(2, url.href)
  for (let turn = 0; turn < 20; turn += 1) {
    const all = await Promise.allSettled(Array.from({ length: 4 }, () => pool.begin(pidOf)))
    expect(all.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
  }
})

test('closing waits for running and queued callers, and leaves no connection open', async () => {
  const pool = open(1)
  const first = await holdOne(pool)
  const second = pool.begin(pidOf)
  const closed = pool.close()
  first.letGo()
  expect(await Promise.all([first.done, second])).toEqual([first.pid, first.pid])
  await closed
  await expect.poll(connections).toBe(0)
  await expect(pool.begin(pidOf)).rejects.toMatchObject({ code: 'CONNECTION_ENDED' })
})

test('a pool closed while it opens surplus connections leaves none behind', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const pool = open(4)
    await Promise.all(Array.from({ length: 4 }, () => pool.begin(pidOf)))
    await pool.close()
  }
  await expect.poll(connections).toBe(0)
})

test('connections are replaced when their life ends, and no caller notices', async () => {
  const pool = openPool({
    url: database.current.roleUrl('andromede_worker'),
    max: 3,
    applicationName,
    lifetimeSeconds: 0.07,
  })
  opened.push(pool)
  const pids = new Set<number>()
  const caller = async () => {
    while (pids.size < 30) {
      pids.add(await pool.begin(pidOf))
      pids.add(await pidOf(pool))
    }
  }
  await Promise.all(Array.from({ length: 8 }, caller))
  await expect.poll(connections).toBeLessThanOrEqual(3)
})
