import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { type TransactionSql, transactionsAtOnce } from './begin-at-once'
import { closeDatabase, configureDatabase, withSystem } from './client'
import { isDatabaseLost } from './lost-database'
import { preparing, type Unsafe } from './prepared-statements'

const database = useTestDatabase()
let owner: postgres.Sql
let sameRole: postgres.Sql
const opened: postgres.Sql[] = []

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
function open(intercept = (text: string) => text) {
  const client = postgres(database.current.roleUrl('andromede_worker'), {
    max: 1,
    onnotice: () => undefined,
    connection: { default_transaction_read_only: true },
  })
  opened.push(client)
  async function reserve() {
    const reserved = await client.reserve()
    const { unsafe } = reserved
    const heard = ((text, ...rest) => unsafe(intercept(text), ...rest)) as Unsafe
    return Object.assign(reserved, { unsafe: heard })
  }
  return { client, transactions: transactionsAtOnce({ reserve }, preparing()) }
}
const note = (sql: TransactionSql, text: string) => sql.unsafe('insert into notes (text) values ($1)', [text])
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
        const asLate = async () => note(sql, 'late')
        late.push(codeOf(asLate()), codeOf(sql.savepoint((inner) => note(inner, 'later'))))
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

test('a transaction whose connection is cut fails, with what it still had to ask', async () => {
  const { transactions } = open()
  const doomed = transactions.begin(async (sql) => {
    const [row] = await sql.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid')
    const sleeping = sql.unsafe('select pg_sleep($1)', [60])
    // Never sent: the driver keeps it until the one before is answered.
    const behind = note(sql, 'behind')
    await cut(row?.pid)
    return Promise.all([sleeping.catch(() => 0), behind])
  })
  expect(['CONNECTION_CLOSED', '57P01', 'ECONNRESET']).toContain(await codeOf(doomed))
  expect(await transactions.begin(async (sql) => (await note(sql, 'next')).count)).toBe(1)
  expect(await kept()).toEqual(['next'])
})

test('a transaction whose connection is cut while it asks nothing fails at its next statement, and asks nothing of another’s', async () => {
  const { client, transactions } = open()
  const goOn = openPromise()
  const begun = openPromise<number>()
  const doomed = transactions.begin(async (sql) => {
    const [row] = await sql.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid')
    begun.resolve(row?.pid ?? 0)
    await goOn.promise
    await note(sql, 'late')
  })
  const told = codeOf(doomed)
  await cut(await begun.promise)
  // The pool has one connection: this opens it anew, and keeps it while the other goes on.
  await transactions.begin(async (sql) => {
    await note(sql, 'next')
    goOn.resolve()
    expect(await told).toBe('CONNECTION_CLOSED')
    await note(sql, 'last')
  })
  expect(await client.unsafe('select 1 as one')).toEqual([{ one: 1 }])
  expect(await kept()).toEqual(['last', 'next'])
})

test('who waits behind a connection that is cut is served by the one opened in its place', async () => {
  process.env.DATABASE_POOL_SIZE = '1'
  await closeDatabase()
  configureDatabase(database.current.urls)
  const begun = openPromise<number>()
  const goOn = openPromise()
  const ctx = systemTestContext()
  const doomed = withSystem(ctx, async (tx) => {
    const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    begun.resolve(row?.pid ?? 0)
    await goOn.promise
    await tx.execute(sql`select 1`)
  })
  const told = doomed.catch((error) => error)
  const pid = await begun.promise
  const waiting = withSystem(ctx, (tx) => tx.execute(sql`select 1 as one`))
  await cut(pid)
  expect([...(await waiting)]).toEqual([{ one: 1 }])
  goOn.resolve()
  expect(isDatabaseLost(await told)).toBe(true)
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
