import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { closeDatabase, configureDatabase, withSystem } from '../client'
import { type TransactionSql, transactionsAtOnce } from './begin-at-once'
import { isDatabaseLost } from './lost-database'
import { preparing, type Unsafe } from './prepared-statements'

const database = useTestDatabase()
const { sql: owner } = database
const sameRole = database.sqlAs('andromede_worker')
const opened: postgres.Sql[] = []

beforeAll(async () => {
  await owner`create table notes (text text primary key)`
  await owner`grant select, insert on notes to andromede_worker`
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.end({ timeout: 1 })))
  await owner`truncate notes`
})

/** A pool of one connection with the product's settings: a connection that is not released blocks the next caller. */
function open(intercept = (text: string) => text) {
  const client = postgres(database.current.roleUrl('andromede_worker'), {
    max: 1,
    onnotice: () => undefined,
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
/** Terminate the backend as the same role: the owner of the tables may not terminate other roles' sessions. */
const cut = (pid: number | undefined) => sameRole`select pg_terminate_backend(${pid ?? 0})`
const kept = async () => (await owner`select text from notes order by 1`).map((row) => row.text)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

test('a setting applies from the first statement of its transaction and only within it', async () => {
  const { client, transactions } = open()
  const read = (sql: Pick<postgres.Sql, 'unsafe'>) =>
    sql.unsafe("select current_setting('app.organisation_id', true) as is").then(([row]) => row?.is || null)
  expect(await transactions.begin(read, { 'app.organisation_id': 'org_a' })).toBe('org_a')
  expect(await read(client)).toBeNull()
})

test('a setting value containing a quote is rejected, and the connection is released', async () => {
  const { transactions } = open()
  const wrong = transactions.begin(async () => 1, { 'app.organisation_id': "x'; drop table notes; --" })
  await expect(wrong).rejects.toThrow('is set to identifiers')
  expect(await transactions.begin(async (sql) => (await note(sql, 'next')).count)).toBe(1)
})

test('a commit keeps all writes, and none is visible before it', async () => {
  const { transactions } = open()
  await transactions.begin(async (sql) => {
    await Promise.all([note(sql, 'a'), note(sql, 'b')])
    expect(await kept()).toEqual([])
  })
  expect(await kept()).toEqual(['a', 'b'])
})

test('a failed statement ends the transaction even if its error was caught, and the caller gets that error', async () => {
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

test('an error thrown by the caller’s code rolls back and is rethrown', async () => {
  const { transactions } = open()
  const thrown = transactions.begin(async (sql) => {
    await note(sql, 'a')
    throw new Error('mine')
  })
  await expect(thrown).rejects.toThrow('mine')
  expect(await kept()).toEqual([])
})

test('a statement sent after the end of its transaction does not run inside another transaction', async () => {
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

test('an undefined parameter is rejected at once, and the transaction is rolled back', async () => {
  const { transactions } = open()
  const wrong = transactions.begin((sql) => sql.unsafe('select $1::int', [undefined as never]))
  await expect(wrong).rejects.toThrow('is undefined')
  expect(await transactions.begin(async (sql) => (await note(sql, 'next')).count)).toBe(1)
})

test('a failure inside a savepoint rolls back only the savepoint', async () => {
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

test('statements after a failed BEGIN write nothing, and the caller gets the error of the BEGIN', async () => {
  const { transactions } = open((text) => (text.startsWith('begin') ? 'select 1 / 0' : text))
  expect(await codeOf(transactions.begin((sql) => note(sql, 'a')))).toBe('22012')
  expect(await codeOf(transactions.begin((sql) => note(sql, 'b').catch(() => 1)))).toBe('22012')
  expect(await kept()).toEqual([])
})

test('a connection whose rollback the server rejects is released, without the transaction', async () => {
  const answers = ['select 1 / 0', 'rollback']
  const { transactions } = open((text) => (text === 'rollback' ? (answers.shift() ?? text) : text))
  const failed = transactions.begin(async (sql) => {
    await note(sql, 'a')
    throw new Error('mine')
  })
  await expect(failed).rejects.toThrow('mine')
  expect(await transactions.begin(async (sql) => (await note(sql, 'next')).count)).toBe(1)
  expect(answers).toEqual([])
  expect(await kept()).toEqual(['next'])
})

test('a commit that PostgreSQL turned into a rollback is reported as a failure', async () => {
  const { transactions } = open((text) => (text === 'commit' ? 'rollback' : text))
  expect(await codeOf(transactions.begin((sql) => note(sql, 'a')))).toContain('had failed')
})

test('a write outside a transaction is rejected', async () => {
  const { client } = open()
  expect(await codeOf(client.unsafe('insert into notes (text) values ($1)', ['a']))).toBe('25006')
})

test('a transaction whose connection is cut fails, together with its queued statements', async () => {
  const { transactions } = open()
  const doomed = transactions.begin(async (sql) => {
    const [row] = await sql.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid')
    const sleeping = sql.unsafe('select pg_sleep($1)', [60])
    // Never sent: the driver queues it until the previous statement is answered.
    const behind = note(sql, 'behind')
    await cut(row?.pid)
    return Promise.all([sleeping.catch(() => 0), behind])
  })
  expect(['CONNECTION_CLOSED', '57P01', 'ECONNRESET']).toContain(await codeOf(doomed))
  expect(await transactions.begin(async (sql) => (await note(sql, 'next')).count)).toBe(1)
  expect(await kept()).toEqual(['next'])
})

test('a transaction whose connection is cut while idle fails at its next statement, which reaches no other transaction', async () => {
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
  // The pool has one connection: this reopens it and holds it while the other transaction goes on.
  await transactions.begin(async (sql) => {
    await note(sql, 'next')
    goOn.resolve()
    expect(await told).toBe('CONNECTION_CLOSED')
    await note(sql, 'last')
  })
  expect(await client.unsafe('select 1 as one')).toEqual([{ one: 1 }])
  expect(await kept()).toEqual(['last', 'next'])
})

test('a caller waiting behind a connection that is cut gets the connection that replaces it', async () => {
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

test('idle() resolves once no transaction is running', async () => {
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
