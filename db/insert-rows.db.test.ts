import { asc } from 'drizzle-orm'
import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import { beforeAll, expect, test } from 'vitest'
import { insertRows } from './insert-rows'
import { instant, int8 } from './schema/columns'
import { useTestDatabase } from './testing/use-test-database'

const kept = pgTable('rows_of_a_test', {
  id: text('id').primaryKey(),
  cents: int8('amount_cents'),
  tags: text('tags').array().notNull().default([]),
  details: jsonb('details').$type<unknown>(),
  at: instant('at').notNull(),
  count: integer('count').notNull().default(7),
})

const { sql: client } = useTestDatabase()
beforeAll(async () => {
  await client`create table rows_of_a_test (id text primary key, amount_cents bigint, tags text[] not null default '{}',
    details jsonb, at timestamptz not null, count integer not null default 7)`
})

const at = new Date('2026-10-25T01:00:00.123Z')

test('rows are read back as written for every type, and unnamed columns get their default', async () => {
  const db = drizzle(client)
  const rows = [
    {
      id: 'a',
      cents: 9_007_199_254_740_993n,
      tags: ['un, "deux"', '{}', '\\', ''],
      details: { a: [null] },
      at,
    },
    { id: 'b', cents: null, tags: [], details: 'a "text"', at },
    { id: 'c', cents: -1n, tags: ['NULL'], details: null, at },
    { id: 'd', cents: 0n, tags: ['é 🦀'], details: ['1', 2], at },
  ]
  await db.execute(insertRows(kept, rows))
  expect(await db.select().from(kept).orderBy(asc(kept.id))).toEqual(
    rows.map((row) => ({ ...row, count: 7 })),
  )
})

test('a column with a default that only some rows give is rejected, and so is an empty list', () => {
  expect(() =>
    insertRows(kept, [
      { id: 'e', at },
      { id: 'f', at, count: 1 },
    ]),
  ).toThrow('all rows or none name count')
  expect(() => insertRows(kept, [])).toThrow('something to insert')
})

test('the text is the same for any number of rows', () => {
  const db = drizzle(client)
  const textOf = (count: number) => {
    const rows = Array.from({ length: count }, (_, index) => ({ id: `${index}`, at }))
    return db.select().from(insertRows(kept, rows)).toSQL().sql
  }
  expect(textOf(400)).toBe(textOf(1))
})
