import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import * as schema from '~/db/schema'
import * as simulator from '~/db/schema/simulator'
import { type Catalogue, readCatalogue } from './testing/catalogue'
import { type EmptyDatabase, makeEmptyDatabase } from './testing/empty-database'
import { openAsSuperuser } from './testing/superuser'
import { useTestDatabase } from './testing/use-test-database'

const database = useTestDatabase()
let declared: EmptyDatabase
beforeAll(async () => {
  declared = await makeEmptyDatabase(inject('adminUrl'))
})
afterAll(() => declared.drop())

/** Declared in SQL only: Drizzle cannot express it, or two schema files would import each other. */
const inSqlAlone = [
  'constraint public.address_pools: address_pools_apart',
  'constraint public.card_payments: card_payments_payout_movement',
  'constraint public.card_refunds: card_refunds_payout_movement',
  'constraint public.ledger_transactions: ledger_transactions_balance',
  'constraint public.number_series: number_series_numbered',
  'constraint public.price_versions: price_versions_no_overlap',
  'constraint public.usage_intervals: usage_intervals_no_overlap',
  'index public.address_pools_apart',
  'index public.price_versions_no_overlap',
  'index public.usage_intervals_no_overlap',
]

/** Columns, constraints and indexes, without what only SQL declares: column order and grants. */
function declarable(catalogue: Catalogue): Record<string, unknown> {
  const entries = [...catalogue].filter(([name]) =>
    /^(column|constraint|index) (public|simulator)\./.test(name),
  )
  return Object.fromEntries(
    entries.map(([name, text]) => {
      // The index of a partitioned table names the table alone, and its foreign keys are inherited by partitions.
      const definition = JSON.parse(text.replace(' ON ONLY ', ' ON '))
      if (definition.contype === 'f') delete definition.connoinherit
      return [name, { ...definition, position: 0, acl: [] }]
    }),
  )
}

test('the tables of db/schema are those of the migrated database: columns, constraints and indexes', async () => {
  const exports = [...Object.values(schema), ...Object.values(simulator)]
  const all = Object.fromEntries(exports.map((value, index) => [String(index), value]))
  const statements = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(all))
  const sql = declared.connect('declared')
  await sql`create extension btree_gist`
  for (const statement of statements) await sql.unsafe(statement)

  const expected = declarable(await readCatalogue(sql))
  const migrated = openAsSuperuser(inject('adminUrl'), database.current)
  const found = declarable(await readCatalogue(migrated))
  await migrated.end()
  for (const name of inSqlAlone) {
    expect(found).toHaveProperty([name])
    delete found[name]
  }
  expect(found).toEqual(expected)
})
