import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as schema from '~/db/schema'
import { useTestDatabase } from './testing/use-test-database'

const database = useTestDatabase()
let sql: postgres.Sql
beforeAll(() => {
  sql = postgres(database.current.roleUrl('andromede_migrator'), { max: 1 })
})
afterAll(() => sql.end())

/** Migrations alone have these: to declare them, two files of the schema would import each other. */
const undeclared = [
  'card_payments: card_payments_payout_movement',
  'card_refunds: card_refunds_payout_movement',
]

/** As PostgreSQL shortens a name. */
const kept = (name: string) => Buffer.from(name).subarray(0, 63).toString()
const tables = Object.values(schema)
  .filter((each) => is(each, PgTable))
  .map((each) => getTableConfig(each))
const nameOf = (table: { schema: string | undefined; name: string }) =>
  `${table.schema ?? 'public'}.${table.name}`

// The generator compares the schema with its last snapshot, not with a database: it would drop what is named otherwise.
test('the foreign keys and checks of the migrated database are those of the schema, by name', async () => {
  const rows = await sql<{ name: string }[]>`
    select n.nspname || '.' || t.relname || ': ' || c.conname as name
    from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
    where c.contype in ('f', 'c') and n.nspname || '.' || t.relname = any (${tables.map(nameOf)})`
  const declared = tables.flatMap((table) =>
    [...table.foreignKeys.map((key) => key.getName()), ...table.checks.map(({ name }) => name)].map(
      (name) => `${nameOf(table)}: ${kept(name)}`,
    ),
  )
  const expected = [...declared, ...undeclared.map((name) => `public.${name}`)]
  expect(rows.map(({ name }) => name).sort()).toEqual(expected.sort())
})

test('the columns of the migrated database are those of the schema, and are empty where it says so', async () => {
  const rows = await sql<{ name: string }[]>`
    select table_schema || '.' || table_name || '.' || column_name || ' ' || is_nullable as name
    from information_schema.columns where table_schema || '.' || table_name = any (${tables.map(nameOf)})`
  const declared = tables.flatMap((table) =>
    table.columns.map(
      ({ name, notNull, primary }) => `${nameOf(table)}.${name} ${notNull || primary ? 'NO' : 'YES'}`,
    ),
  )
  expect(rows.map(({ name }) => name).sort()).toEqual(declared.sort())
})

test('a column that is named as a boolean is one', async () => {
  const rows = await sql<{ name: string; type: string }[]>`
    select table_schema || '.' || table_name || '.' || column_name as name, data_type as type
    from information_schema.columns
    where table_schema || '.' || table_name = any (${tables.map(nameOf)}) and column_name ~ '^(is|has|can)_'`
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.filter(({ type }) => type !== 'boolean')).toEqual([])
})

test('every migration is in the journal, so that it is applied', () => {
  const folder = path.join(import.meta.dirname, 'migrations')
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  const journal = readFileSync(path.join(folder, 'meta/_journal.json'), 'utf8')
  const { entries } = JSON.parse(journal) as { entries: { tag: string }[] }
  expect(entries.map(({ tag }) => `${tag}.sql`)).toEqual(files.sort())
})
