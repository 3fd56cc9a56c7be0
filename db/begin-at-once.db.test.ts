import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { closeDatabase, configureDatabase, withSystem } from './client'
import { NotBegun } from './kept-connections'
import { type PreparedClient, preparing } from './prepared-client'

const database = useTestDatabase()
let owner: postgres.Sql
let sameRole: postgres.Sql
const opened: PreparedClient[] = []

beforeAll(async () => {
  owner = postgres(database.current.roleUrl('andromede_migrator'), { max: 1, onnotice: () => undefined })
  sameRole = postgres(database.current.roleUrl('andromede_worker'), { max: 1 })
  await owner`create table notes (text text primary key)`
  await owner`grant select, insert on notes to andromede_worker`
})
afterAll(() => Promise.all([owner?.end(), sameRole?.end()]))
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.end({ timeout: 1 })))
  await owner`truncate notes`
})

/** As the product opens them, of one connection: whoever does not give it back leaves the next one waiting. */
function open(intercept?: (text: string) => string) {
  const client = postgres(database.current.roleUrl('andromede_worker'), {
    max: 1,
    onnotice: () => undefined,
    connection: { default_transaction_read_only: true },
  })
  if (intercept) {
    const { reserve } = client
    client.reserve = async () => {
      const reserved = await reserve()
      const { unsafe } = reserved
      reserved.unsafe = ((text: string, ...rest: never[]) =>
        unsafe(intercept(text), ...rest)) as typeof unsafe
      return reserved
    }
  }
  const prepared = preparing(client)
  opened.push(prepared.client)
  return prepared
}
const note = (sql: postgres.TransactionSql, text: string) =>
  sql.unsafe('insert into notes (text) values ($1)', [text])
/** By one of its own role: the owner of the tables may end nobody. */
const cut = (pid: number | undefined) => sameRole`select pg_terminate_backend(${pid ?? 0})`
const kept = async () => (await owner`select text from notes order by 1`).map((row) => row.text)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

test('what is set for a transaction is in force for its first statement, and for it alone', async () => {
  const { client, transactions } = open()
  const read = (sql: Pick<postgres.Sql, 'unsafe'>) =>
    sql.unsafe("select current_setting('app.organisation_id', true) as is").then(([row]) => row?.is || null)
  expect(await transactions.begin(read, { 'app.organisation_id': 'org_a' })).toBe('org_a')
  expect(await read(client)).toBeNull()
})

test('a setting that could end its quotes is refused, and the connection goes back', async () => {
  const { transactions } = open()
  const wrong = transactions.begin(async () => 1, { 'app.organisation_id': "x'; drop table notes; --" })
  await expect(wrong).rejects.toThrow('is set to identifiers')
  expect(await transactions.begin(async (sql) => (await note(sql, 'next')).count)).toBe(1)
})

test('all is kept at the end, and nothing of it before', async () => {
  const { transactions } = open()
  await transactions.begin(async (sql) => {
    await Promise.all([note(sql, 'a'), note(sql, 'b')])
    expect(await kept()).toEqual([])
  })
  expect(await kept()).toEqual(['a', 'b'])
})

test('a statement that fails ends the transaction though its error was caught, and is what the caller is told', async () => {
  const { transactions } = open()
  const caught = transactions.begin(async (sql) => {
    await note(sql, 'a')
    await note(sql, 'a').catch(() => undefined)
  })
  expect(await codeOf(caught)).toBe('23505')
  const behind = transactions.begin((sql) =>
    Promise.all([sql.unsafe('select 1 / $1::int', [0]).catch(() => 0), note(sql, 'b')]),
  )
  expect(await codeOf(behind)).toBe('22012')
  expect(await kept()).toEqual([])
})

test('an error of the caller’s own undoes everything and is thrown on', async () => {
  const { transactions } = open()
  const thrown = transactions.begin(async (sql) => {
    await note(sql, 'a')
    throw new Error('mine')
  })
  await expect(thrown).rejects.toThrow('mine')
  expect(await kept()).toEqual([])
})

test('what its code still says after its end is not said within the transaction of another', async () => {
  const { transactions } = open()
  const goOn = openPromise()
  const late: Promise<string>[] = []
  const first = transactions.begin((sql) =>
    Promise.all([
      goOn.promise.then(() => {
        late.push(codeOf(note(sql, 'late')), codeOf(sql.savepoint((inner) => note(inner, 'later'))))
      }),
      Promise.reject(new Error('mine')),
    ]),
  )
  await expect(first).rejects.toThrow('mine')
  await transactions.begin(async (sql) => {
    goOn.resolve()
    await note(sql, 'next')
    expect(await Promise.all(late)).toEqual(['the transaction has ended', 'the transaction has ended'])
  })
  expect(await kept()).toEqual(['next'])
})

test('a parameter that is undefined is refused at once, and the transaction is rolled back', async () => {
  const { transactions } = open()
  const wrong = transactions.begin((sql) => sql.unsafe('select $1::int', [undefined as never]))
  await expect(wrong).rejects.toThrow('is undefined')
  expect(await transactions.begin(async (sql) => (await note(sql, 'next')).count)).toBe(1)
})

test('what fails within a savepoint is undone alone', async () => {
  const { transactions } = open()
  const told = await transactions.begin(async (sql) => {
    await note(sql, 'before')
    const code = await codeOf(
      sql.savepoint(async (inner) => {
        await note(inner, 'within')
        await inner.savepoint((deeper) => note(deeper, 'deeper'))
        await note(inner, 'before')
      }),
    )
    await note(sql, 'after')
    return code
  })
  expect(told).toBe('23505')
  expect(await kept()).toEqual(['after', 'before'])
})

test('what follows a BEGIN that failed writes nothing, and its error is the one told', async () => {
  const { transactions } = open((text) => (text.startsWith('begin') ? 'select 1 / 0' : text))
  expect(await codeOf(transactions.begin((sql) => note(sql, 'a')))).toBe('22012')
  expect(await codeOf(transactions.begin((sql) => note(sql, 'b').catch(() => 1)))).toBe('22012')
  expect(await kept()).toEqual([])
})

test('a commit that was a rollback is not taken for one', async () => {
  const { transactions } = open((text) => (text === 'commit' ? 'rollback' : text))
  expect(await codeOf(transactions.begin((sql) => note(sql, 'a')))).toContain('had failed')
})

test('nothing is written outside a transaction', async () => {
  const { client } = open()
  expect(await codeOf(client.unsafe('insert into notes (text) values ($1)', ['a']))).toBe('25006')
})

test('whoever is at work on a connection that is cut is told, and so is who waits behind', async () => {
  const { client, transactions } = open()
  const doomed = transactions.begin(async (sql) => {
    const [row] = await sql.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid')
    const sleeping = sql.unsafe('select pg_sleep($1)', [60])
    // Never asked of the server: the driver keeps it until the one before is known.
    const behind = note(sql, 'behind')
    await cut(row?.pid)
    return Promise.all([sleeping.catch(() => 0), behind])
  })
  const told = codeOf(doomed)
  await expect
    .poll(() =>
      owner`select 1 from pg_stat_activity where query like '%pg_sleep(%' and state = 'active' and pid <> pg_backend_pid()`.then(
        (rows) => rows.length,
      ),
    )
    .toBe(0)
  await client.end({ timeout: 1 })
  expect(['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', '57P01', 'ECONNRESET']).toContain(await told)
})

test('a connection that is cut while nothing is asked of it ends its transaction there and then', async () => {
  const { transactions } = open()
  const goOn = openPromise()
  const begun = openPromise<number>()
  let late: Promise<unknown> = Promise.resolve()
  const doomed = transactions.begin(async (sql) => {
    const [row] = await sql.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid')
    begun.resolve(row?.pid ?? 0)
    await goOn.promise
    late = note(sql, 'late')
    return late
  })
  const told = codeOf(doomed)
  await cut(await begun.promise)
  // It does not wait for its transaction to ask again, nor for the other connections to be closed.
  expect(await told).toBe('CONNECTION_CLOSED')
  goOn.resolve()
  await transactions.idle()
  expect(await codeOf(late)).toBe('CONNECTION_CLOSED')
})

test('who waits for a connection is sent away from those that are being closed', async () => {
  const { transactions } = open()
  const goOn = openPromise()
  const begun = openPromise()
  const first = transactions.begin(async (sql) => {
    begun.resolve()
    await goOn.promise
    await note(sql, 'first')
  })
  await begun.promise
  const waiting = expect(transactions.begin((sql) => note(sql, 'second'))).rejects.toThrow(NotBegun)
  transactions.turnAway()
  await waiting
  await expect(transactions.begin((sql) => note(sql, 'third'))).rejects.toThrow(NotBegun)
  goOn.resolve()
  await first
  expect(await kept()).toEqual(['first'])
})

test('who waited behind a connection that was cut is served by what replaces it', async () => {
  process.env.DATABASE_POOL_SIZE = '1'
  await closeDatabase()
  configureDatabase(database.current.urls)
  const begun = openPromise<number>()
  const never = new Promise<never>(() => undefined)
  const ctx = systemTestContext()
  const doomed = withSystem(ctx, async (tx) => {
    const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    begun.resolve(row?.pid ?? 0)
    return never
  })
  const told = codeOf(doomed)
  const pid = await begun.promise
  const waiting = withSystem(ctx, (tx) => tx.execute(sql`select 1 as one`))
  await cut(pid)
  expect(await told).toBe('CONNECTION_CLOSED')
  expect([...(await waiting)]).toEqual([{ one: 1 }])
})

test('it is known when nobody is at work any more', async () => {
  const { transactions } = open()
  const order: string[] = []
  const done = transactions.begin(async (sql) => {
    await sql.unsafe('select 1')
    order.push('work')
  })
  await transactions.idle()
  order.push('idle')
  await done
  expect(order).toEqual(['work', 'idle'])
})
