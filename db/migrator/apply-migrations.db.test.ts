import type postgres from 'postgres'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type EmptyDatabase, makeEmptyDatabase } from '../testing/empty-database'
import { makeReleaseFolder, type ReleaseFolder } from '../testing/release-folder'
import { applyMigrations } from './apply-migrations'

let database: EmptyDatabase
let folder: ReleaseFolder
beforeEach(async () => {
  folder = makeReleaseFolder()
  database = await makeEmptyDatabase(inject('adminUrl'))
})
afterEach(async () => {
  await database.drop()
  folder.remove()
})

const create = 'create table orders (number int);\ncreate table notes (text text);'
const alter = "insert into notes values ('once');\nalter table orders add column net int;"

const apply = (migrations: Record<string, string>, giveUpAfterMs = 100_000) =>
  applyMigrations(database.connect('migrator'), database.connect('observer'), folder.write({ migrations }), {
    waitMs: 400,
    giveUpAfterMs,
  })
const query = (text: string) => database.connect('reader').unsafe(text)
const applied = async () => {
  const rows = await query('select file from migrations.applied order by applied_at, file')
  return rows.map(({ file }) => file)
}

/** A transaction of a running version that has read `orders`, or done `work` with it, and has not ended. */
async function readOrdersAndStay(
  work: (tx: postgres.Sql) => Promise<unknown> = (tx) => tx`select from orders`,
) {
  const sql = await database.connect('andromede-portal').reserve()
  await sql`begin`
  await work(sql)
  return async () => {
    await sql`commit`
    sql.release()
  }
}

/** How many sessions wait for a lock of the table `orders`. */
async function countWaitingForOrders(sql: postgres.Sql): Promise<number | undefined> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_locks where relation = 'orders'::regclass and not granted`
  return row?.count
}

test('other sessions are served while a migration waits for a lock; once free, it is applied completely and once', async () => {
  await apply({ '0001_create': create })
  const leave = await readOrdersAndStay()
  const applying = apply({ '0001_create': create, '0002_alter': alter })

  const others = database.connect('andromede-operator', { statement_timeout: 20_000 })
  for (let turn = 0; turn < 3; turn += 1) {
    await expect.poll(() => countWaitingForOrders(others)).toBe(1)
    expect(await others`select count(*)::int from orders`).toEqual([{ count: 0 }])
  }
  await leave()
  await applying
  expect(await others`select net from orders`).toEqual([])
  expect(await others`select text from notes`).toEqual([{ text: 'once' }])
  expect(await applied()).toEqual(['0001_create.sql', '0002_alter.sql'])
})

test('a lock that never becomes free fails in one line with the migration and the holder; the next run continues there', async () => {
  await apply({ '0001_create': create })
  const leave = await readOrdersAndStay()
  const migrations = {
    '0001_create': create,
    '0002_first': "insert into notes values ('first')",
    '0003_alter': alter,
    '0004_last': '',
  }
  await expect(apply(migrations, 1_500)).rejects.toThrow(
    /^The migration 0003_alter did not get its locks within 2 s \(table orders, held by process \d+ \(andromede-portal\)\); .*\.$/,
  )
  expect(await applied()).toEqual(['0001_create.sql', '0002_first.sql'])
  await leave()
  await apply(migrations)
  expect(await applied()).toHaveLength(4)
  expect(await query('select text from notes')).toEqual([{ text: 'first' }, { text: 'once' }])
})

test('a failed migration leaves nothing behind, keeps the earlier ones, and reports its file and line', async () => {
  const broken = "insert into notes values ('gone');\nalter table missing add column x int"
  await expect(apply({ '0001_create': create, '0002_broken': broken })).rejects.toThrow(
    'db/migrations/0002_broken.sql: relation "missing" does not exist',
  )
  expect(await applied()).toEqual(['0001_create.sql'])
  expect(await query('select from notes')).toEqual([])
  await expect(apply({ '0001_create': create, '0003_typo': 'select 1;\nselect nothing;' })).rejects.toThrow(
    'db/migrations/0003_typo.sql:2: column "nothing" does not exist',
  )
})

test('the files of a folder are one migration: they are applied together or not at all', async () => {
  const first = { '0001_create/01_orders': 'create table orders (number int);' }
  await expect(
    apply({ ...first, '0001_create/02_lines': 'create table lines (order missing)' }),
  ).rejects.toThrow('db/migrations/0001_create/02_lines.sql')
  expect(await applied()).toEqual([])
  await apply({ ...first, '0001_create/02_lines': 'create table lines (price int)' })
  expect(await applied()).toEqual(['0001_create/01_orders.sql', '0001_create/02_lines.sql'])
  expect(await query('select from orders, lines')).toEqual([])
})

test('a migration that is numbered before the newest one applied is applied too', async () => {
  const note = "insert into notes values ('third')"
  await apply({ '0001_create': create, '0003_note': note })
  await apply({ '0001_create': create, '0002_alter': alter, '0003_note': note })
  expect(await applied()).toEqual(['0001_create.sql', '0003_note.sql', '0002_alter.sql'])
})

test('an applied migration whose file has changed is refused in one line with its name, and nothing is applied', async () => {
  await apply({ '0001_create': create })
  const next = { '0002_alter': alter }
  await expect(apply({ '0001_create': `${create}\n`, ...next })).rejects.toThrow(
    /^The database .* \(its migration 0001_create\.sql is not the one here\); nothing was changed\.$/,
  )
  await expect(apply({ '0001_create/01_all': create, ...next })).rejects.toThrow(
    'its migration 0001_create.sql is unknown here',
  )
  expect(await applied()).toEqual(['0001_create.sql'])
})

test('two concurrent preparations apply each migration once, one after the other', async () => {
  const migrations = {
    '0001_create': create,
    '0002_note': "insert into notes values ('once')",
    '0003_index': '-- outside a transaction\ncreate index concurrently orders_by_number on orders (number);',
  }
  const release = folder.write({ migrations })
  const prepare = (name: string) =>
    applyMigrations(database.connect(name), database.connect('observer'), release)
  await Promise.all(['one', 'two', 'three'].map(prepare))
  expect(await applied()).toHaveLength(3)
  expect(await query('select text from notes')).toEqual([{ text: 'once' }])
})

const index = '-- outside a transaction\ncreate unique index concurrently'
const indexes = () =>
  query(`select indisvalid as valid from pg_index where indexrelid = to_regclass('orders_by_number')`)

test('a statement outside a transaction waits for readers without blocking other sessions', async () => {
  await apply({ '0001_create': create })
  const leave = await readOrdersAndStay()
  const others = database.connect('andromede-operator', { statement_timeout: 20_000 })
  await others`insert into orders values (1)`
  const migrations = { '0001_create': create, '0002_index': `${index} orders_by_number on orders (number);` }
  const applying = apply(migrations)
  await expect.poll(indexes).toEqual([{ valid: false }])
  await others`insert into orders values (2)`
  await leave()
  await applying
  expect(await indexes()).toEqual([{ valid: true }])
})

test('outside a transaction, a table whose lock is not free blocks neither the tables before it nor its own sessions for long', async () => {
  const tables = 'create table notes (text text);\ncreate table orders (number int);\n'
  const trigger = (table: string) =>
    `create or replace trigger t after insert on ${table} for each row execute function suppress_redundant_updates_trigger();`
  await apply({ '0001_create': tables })
  const leave = await readOrdersAndStay((tx) => tx`lock table orders in row exclusive mode`)
  const applying = apply({
    '0001_create': tables,
    '0002_triggers': `-- outside a transaction\n${trigger('notes')}\n${trigger('orders')}`,
  })
  const others = database.connect('andromede-portal', { statement_timeout: 20_000 })
  for (let turn = 0; turn < 3; turn += 1) {
    await expect.poll(() => countWaitingForOrders(others)).toBe(1)
    const held = await others`select mode from pg_locks where relation = 'notes'::regclass`
    expect(held).toEqual([])
    // Queues behind the migration, and passes when that gives up.
    await others.begin((tx) => tx`lock table orders in row exclusive mode`)
  }
  await leave()
  await applying
  expect(await query(`select tgrelid::regclass::text as name from pg_trigger order by 1`)).toEqual([
    { name: 'notes' },
    { name: 'orders' },
  ])
})

test('a migration outside a transaction that fails half-way is not recorded and restarts at the next run', async () => {
  const twice = `${create}\ninsert into orders values (1), (1);`
  const careful = `-- outside a transaction\ndrop index concurrently if exists orders_by_number;\n${index.split('\n')[1]} orders_by_number on orders (number);`
  const careless = `${index} if not exists orders_by_number on orders (number);`
  await expect(apply({ '0001_create': twice, '0002_index': careful })).rejects.toThrow(
    'could not create unique index',
  )
  expect(await applied()).toEqual(['0001_create.sql'])
  expect(await indexes()).toEqual([{ valid: false }])

  // `if not exists` would accept the half-built index as complete.
  await query('delete from orders')
  await expect(apply({ '0001_create': twice, '0002_index': careless })).rejects.toThrow(
    'the index orders_by_number is not valid',
  )
  expect(await applied()).toEqual(['0001_create.sql'])

  await apply({ '0001_create': twice, '0002_index': careful })
  expect(await applied()).toEqual(['0001_create.sql', '0002_index.sql'])
  expect(await indexes()).toEqual([{ valid: true }])
})

test('a removal rules older processes out in the same transaction, and a later one never lets them in again', async () => {
  const facts = 'create table installation_facts (name text primary key, value text);'
  const migrations: Record<string, string> = { '0001_create': `${facts}\n${create}` }
  const oldest = () => query(`select value from installation_facts where name = 'oldest'`)
  await apply(migrations)
  expect(await oldest()).toEqual([])
  migrations['0005_drop'] = '-- No version reads notes since 0004.\n-- oldest: 0004\ndrop table notes;'
  await expect(
    apply({ ...migrations, '0005_drop': `${migrations['0005_drop']}\nselect nothing;` }),
  ).rejects.toThrow()
  expect(await oldest()).toEqual([])
  await apply(migrations)
  migrations['0006_index'] =
    '-- outside a transaction\n-- oldest: 0002\ndrop index if exists orders_by_number;'
  await apply(migrations)
  expect(await oldest()).toEqual([{ value: '0004' }])
})
