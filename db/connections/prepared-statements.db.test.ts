import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { rawTransaction, withSystem } from '../client'

useTestDatabase()

const texts = sql`select count(*)::int as count, sum(generic_plans + custom_plans)::int as runs
  from pg_prepared_statements where statement like '%andromede_probe%' and statement not like '%pg_prepared%'`

test('a text with parameters is prepared once per connection, and its parameters are not mixed up', async () => {
  const ctx = systemTestContext()
  await withSystem(ctx, async (tx) => {
    const ask = (n: number) =>
      tx.execute<{ n: number }>(sql`select ${n}::int as n /* andromede_probe */`).then(([row]) => row?.n)
    expect(await Promise.all([ask(1), ask(2), ask(3)])).toEqual([1, 2, 3])
    expect(await ask(4)).toBe(4)
    const [seen] = await tx.execute<{ count: number; runs: number }>(texts)
    expect(seen).toMatchObject({ count: 1, runs: 4 })
  })
})

test('a query is sent when issued, before all later ones', async () => {
  const told = await rawTransaction('worker', async (tx) => {
    const set = tx.unsafe(`select set_config('app.organisation_id', $1, true)`, ['first'])
    const [row] = await tx.unsafe<{ is: string }[]>(
      `select current_setting('app.organisation_id', true) as is`,
    )
    await set
    return row?.is
  })
  expect(told).toBe('first')
})
