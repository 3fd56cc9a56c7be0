/** What `patches/` guarantees about the driver, tested on the driver alone. Each test fails without its patch. */
import { connect, createServer, type Socket } from 'node:net'
import postgres from 'postgres'
import { afterEach, expect, test, vi } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openPromise } from '~/lib/kernel/testing/open-promise'

const database = useTestDatabase()
const opened: postgres.Sql[] = []
afterEach(() => Promise.all(opened.splice(0).map((each) => each.end({ timeout: 1 }))))

type Options = postgres.Options<Record<string, postgres.PostgresType>>

function open(options: Options = {}, url = database.current.roleUrl('andromede_worker')) {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, backoff: () => 0, ...options })
  opened.push(sql)
  return sql
}
const pidOf = async (sql: Pick<postgres.Sql, 'unsafe'>) =>
  Number((await sql.unsafe('select pg_backend_pid() as pid'))[0]?.pid)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )
/** Terminates its own connection in the middle of a statement. */
const endItself = 'select pg_terminate_backend(pg_backend_pid())'

test('001: a query sent between the error and the close of a socket is rejected', async () => {
  const { hostname, port } = new URL(database.current.roleUrl('andromede_worker'))
  const sockets: Socket[] = []
  const ownSocket = () =>
    new Promise<Socket>((resolve) => {
      const socket = connect(Number(port), hostname, () => resolve(socket))
      sockets.push(socket)
    })
  const sql = open({ socket: ownSocket } as Options)
  await sql.unsafe('select 1')
  const between = new Promise<string>((resolve) => {
    sockets[0]?.once('error', () => resolve(codeOf(sql.unsafe('select 2'))))
  })
  sockets[0]?.destroy(new Error('broken'))
  expect(await between).toBe('CONNECTION_CLOSED')
  expect(await sql.unsafe('select 3 as three')).toEqual([{ three: 3 }])
})

test('001: a query of a transaction whose connection is gone is rejected, and the process survives', async () => {
  const uncaught = vi.fn()
  process.on('uncaughtException', uncaught)
  const sql = open()
  const late = openPromise<string>()
  const done = sql.begin(async (tx) => {
    await tx.unsafe(endItself).catch(() => undefined)
    late.resolve(await codeOf(tx.unsafe('select 1')))
  })
  await expect(done).rejects.toThrow()
  expect(await late.promise).toBe('CONNECTION_CLOSED')
  await new Promise((resolve) => setImmediate(resolve))
  expect(uncaught).not.toHaveBeenCalled()
  process.off('uncaughtException', uncaught)
})

test('002: the error of a connection does not reach its replacement, and ending does not wait for it', async () => {
  const sql = open()
  await sql.unsafe('select generate_series(1, 3)')
  for (let turn = 0; turn < 3; turn += 1) {
    await expect(sql.unsafe(endItself)).rejects.toThrow()
    expect(await sql.unsafe('select 1 as one')).toEqual([{ one: 1 }])
  }
  await expect(sql.unsafe(endItself)).rejects.toThrow()
  await sql.end()
})

test('003: a query waiting for a server that accepts and closes is rejected, and served once a server is there', async () => {
  const { hostname, port } = new URL(database.current.roleUrl('andromede_worker'))
  let isThere = false
  const proxy = createServer((near) => {
    if (!isThere) return near.resume().end()
    const far = connect(Number(port), hostname)
    for (const each of [near, far]) each.on('error', () => undefined)
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const url = new URL(database.current.roleUrl('andromede_worker'))
  url.port = String((proxy.address() as { port: number }).port)
  const sql = open({}, url.href)
  expect(await codeOf(sql.unsafe('select 1'))).toBe('CONNECTION_CLOSED')
  expect(await codeOf(sql.reserve())).toBe('CONNECTION_CLOSED')
  isThere = true
  expect(await sql.unsafe('select 1 as one')).toEqual([{ one: 1 }])
  await sql.end()
  await new Promise((resolve) => proxy.close(resolve))
})

test('004: a failed query for the array types rejects the query that waits for it', async () => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  // Either the type query or the statement exceeds the timeout. `open-pool.db.test.ts` breaks it in other ways.
  const sql = open({ connection: { statement_timeout: 1 } })
  expect(['57014', 'CONNECTION_CLOSED']).toContain(await codeOf(sql.unsafe('select pg_sleep(1)')))
  await new Promise((resolve) => setImmediate(resolve))
  expect(unhandled).not.toHaveBeenCalled()
  process.off('unhandledRejection', unhandled)
})

test('005: a reservation waiting behind a connection that is cut gets the connection that replaces it', async () => {
  const sql = open()
  const first = await sql.reserve()
  const waiting = [sql.reserve(), sql.reserve()]
  await expect(first.unsafe(endItself)).rejects.toThrow()
  for (const each of waiting) {
    const reserved = await each
    expect(await pidOf(reserved)).toBeGreaterThan(0)
    reserved.release()
  }
})

test('005: the first connection goes to its reservation even without a query for types', async () => {
  const sql = open({ fetch_types: false })
  const reserved = await sql.reserve()
  expect(await pidOf(reserved)).toBeGreaterThan(0)
  reserved.release()
})

test('006: a reservation whose connection was closed sends nothing on the replacement and does not release it', async () => {
  const sql = open()
  const lost = await sql.reserve()
  await expect(lost.unsafe(endItself)).rejects.toThrow()
  const next = await sql.reserve()
  expect(await codeOf(lost.unsafe('select 1'))).toBe('CONNECTION_CLOSED')
  lost.release()
  const last = sql.reserve()
  const order: string[] = []
  void last.then(() => order.push('given'))
  expect(await pidOf(next)).toBeGreaterThan(0)
  order.push('released')
  next.release()
  const reserved = await last
  reserved.release()
  expect(order).toEqual(['released', 'given'])
})

test('006: queries that a reservation had queued when its connection was closed are rejected', async () => {
  const sql = open()
  const reserved = await sql.reserve()
  // The second query waits for the parameter types of the first.
  const both = [reserved.unsafe('select pg_sleep($1)', [60], { prepare: true }), reserved.unsafe('select 1')]
  const told = both.map((each) => codeOf(each))
  const observer = open()
  const sleeping = () => observer`select pid from pg_stat_activity where query like 'select pg_sleep($1)'`
  await expect.poll(() => sleeping().then((rows) => rows.length)).toBe(1)
  await observer`select pg_terminate_backend(${(await sleeping())[0]?.pid})`
  expect(await Promise.all(told)).not.toContain('none')
})

test('007: a connection released while the pool ends is closed, and none is reserved afterwards', async () => {
  const sql = open()
  const reserved = await sql.reserve()
  await reserved.unsafe('select 1')
  const ended = sql.end()
  await reserved.unsafe('select 2')
  reserved.release()
  await ended
  expect(await codeOf(sql.reserve())).toBe('CONNECTION_ENDED')
})

test('008: the list of open connections does not grow with use', async () => {
  const sql = open({ max: 4 })
  await Promise.all(Array.from({ length: 4 }, () => sql.unsafe('select 1')))
  const lengths: number[] = []
  const { indexOf } = Array.prototype
  const spy = vi.spyOn(Array.prototype, 'indexOf').mockImplementation(function (this: unknown[], ...asked) {
    lengths.push(this.length)
    return indexOf.apply(this, asked)
  })
  for (let turn = 0; turn < 200; turn += 1) (await sql.reserve()).release()
  spy.mockRestore()
  expect(lengths.length).toBeGreaterThan(200)
  expect(Math.max(...lengths)).toBeLessThan(20)
})

test('009: a connection whose life ends while it is reserved is closed when it is released', async () => {
  const sql = open({ max_lifetime: 0.05 })
  const reserved = await sql.reserve()
  const pid = await pidOf(reserved)
  await reserved.unsafe('select pg_sleep(0.2)')
  // It stays usable until then.
  expect(await pidOf(reserved)).toBe(pid)
  reserved.release()
  const next = await sql.reserve()
  expect(await pidOf(next)).not.toBe(pid)
  next.release()
})
