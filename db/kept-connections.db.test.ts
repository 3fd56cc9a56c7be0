import { createServer } from 'node:net'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openWire } from '~/db/testing/open-wire'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { openDurablePool } from './durable-pool'
import { type PreparedClient, preparing } from './prepared-client'

const database = useTestDatabase()
let sameRole: postgres.Sql
const opened: PreparedClient[] = []

beforeAll(() => {
  sameRole = postgres(database.current.roleUrl('andromede_worker'), { max: 1 })
})
afterAll(() => sameRole?.end())
afterEach(() => Promise.all(opened.splice(0).map((each) => each.end({ timeout: 1 }))))

function open(max: number, url = database.current.roleUrl('andromede_worker')) {
  const driver = postgres(url, { max, onnotice: () => undefined, connect_timeout: 30 })
  const lent = vi.spyOn(driver, 'reserve')
  const { client, transactions } = preparing(driver)
  opened.push(client)
  return { lent, client, transactions }
}
const pidOf = (sql: Pick<postgres.Sql, 'unsafe'>) =>
  sql.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid').then(([row]) => row?.pid ?? 0)
const cut = (pid: number) => sameRole`select pg_terminate_backend(${pid})`

test('a connection is taken from the driver once, however often it is used', async () => {
  const { lent, transactions, client } = open(4)
  for (let turn = 0; turn < 20; turn += 1) await transactions.begin(pidOf)
  expect(lent).toHaveBeenCalledTimes(1)
  await Promise.all(Array.from({ length: 30 }, () => transactions.begin(pidOf)))
  await Promise.all(Array.from({ length: 30 }, () => pidOf(client)))
  expect(lent).toHaveBeenCalledTimes(4)
})

test('who comes when all are in use is served in the order of coming', async () => {
  const { transactions } = open(1)
  const served: string[] = []
  const turn = (name: string) => transactions.begin(async (sql) => served.push(name) && pidOf(sql))
  await Promise.all([turn('first'), turn('second'), turn('third'), turn('fourth')])
  expect(served).toEqual(['first', 'second', 'third', 'fourth'])
})

test('a statement outside a transaction gives its connection back, also when it fails', async () => {
  const { client } = open(1)
  await expect(client.unsafe('select 1 / $1::int', [0])).rejects.toThrow('division')
  expect(await client.unsafe('select $1::int as one', [1]).values()).toEqual([[1]])
})

test('a connection that was cut while nobody had it is lent to nobody', async () => {
  const url = database.current.roleUrl('andromede_worker')
  const pool = openDurablePool({ url, max: 2, applicationName: 'kept' }, (_, transactions) => transactions)
  const pid = await pool.current().begin(pidOf)
  await cut(pid)
  await expect
    .poll(() =>
      pool
        .current()
        .begin(pidOf)
        .then(
          (next) => next !== pid,
          () => false,
        ),
    )
    .toBe(true)
  await pool.close()
})

test.each<[string, Parameters<typeof openWire>[1]]>([
  ['reset', (_, near, far) => void [near.resetAndDestroy(), far.destroy()]],
  ['closed', (_, near, far) => void [near.end(), far.destroy()]],
  [
    'refused',
    (bytes, _, far) => void far.write(bytes.toString('latin1').replaceAll('pg_type', 'pg_typo'), 'latin1'),
  ],
])(
  'a connection whose question for the types is %s is kept by nobody, and the next one asks again',
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
    const pool = openDurablePool({ url: wire.url, max: 1, applicationName: 'types' }, (_, at) => at)
    const array = () => pool.current().begin((sql) => sql.unsafe('select $1::int[] as read', [[1, 2]]))

    await expect(array()).rejects.toThrow(/closed/i)
    expect(await array()).toEqual([{ read: [1, 2] }])
    expect(questions).toBeGreaterThan(1)
    expect(unhandled).not.toHaveBeenCalled()
    await pool.close()
  },
)

test('who waits for a server that is not there is told, however many wait', async () => {
  const nobody = createServer()
  await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', () => resolve()))
  const { port } = nobody.address() as { port: number }
  await new Promise((resolve) => nobody.close(resolve))
  const url = new URL(database.current.roleUrl('andromede_worker'))
  url.port = String(port)
  const { transactions } = open(2, url.href)
  const all = await Promise.allSettled(Array.from({ length: 4 }, () => transactions.begin(pidOf)))
  expect(all.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
})

test('what is kept does not hold up the end, and what is at work then ends well', async () => {
  const { transactions, client } = open(2)
  const goOn = openPromise()
  const begun = openPromise()
  await Promise.all([transactions.begin(pidOf), transactions.begin(pidOf)])
  const last = transactions.begin(async (sql) => {
    begun.resolve()
    await goOn.promise
    return pidOf(sql)
  })
  await begun.promise
  transactions.turnAway()
  goOn.resolve()
  expect(await last).toBeGreaterThan(0)
  // Without a time: it would wait for ever for a connection that is still lent.
  await client.end()
})

test('what is given back while the end is waited for does not hold it up', async () => {
  const { transactions, client } = open(2)
  const goOn = openPromise()
  const begun = openPromise()
  const last = transactions.begin(async (sql) => {
    begun.resolve()
    await goOn.promise
    return pidOf(sql)
  })
  await begun.promise
  const ended = client.end()
  goOn.resolve()
  expect(await last).toBeGreaterThan(0)
  await ended
})

test('a pool that is closed while it opens more than it needed leaves none behind', async () => {
  const url = database.current.roleUrl('andromede_worker')
  for (let turn = 0; turn < 5; turn += 1) {
    const pool = openDurablePool(
      { url, max: 4, applicationName: 'kept-closed' },
      (_, transactions) => transactions,
    )
    await Promise.all(Array.from({ length: 4 }, () => pool.current().begin(pidOf)))
    await pool.close()
  }
  await expect
    .poll(() =>
      sameRole`select 1 from pg_stat_activity where application_name = 'kept-closed'`.then(
        (rows) => rows.length,
      ),
    )
    .toBe(0)
})
