import postgres from 'postgres'
import { expect, test } from 'vitest'
import { billingInvariants } from '~/db/invariants/billing'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { makeSeller } from '../testing/seller'
import { postAtRandom } from './testing/random-books'

const database = useTestDatabase()
const { sql } = database

test('balances after ten thousand random transactions, some rolled back, equal an independent fold', async () => {
  await makeSeller(sql)
  const { posted, fold } = await postAtRandom('sel_seller' as Id<'sellingEntity'>, 10_000, 113)
  const owner = postgres(database.current.roleUrl('andromede_migrator'), {
    max: 1,
    onnotice: () => undefined,
    types: { bigint: postgres.BigInt },
  })
  try {
    const rows = await owner<{ key: string; cents: bigint }[]>`
      select account || ' ' || auxiliary as key, balance_cents as cents from ledger_balances`
    expect(new Map(rows.map(({ key, cents }) => [key, cents]))).toEqual(fold)
    expect(posted).toBe(10_000)
    for (const { name, statement } of billingInvariants.filter((each) => each.name.startsWith('ledger_')))
      expect([name, [...(await owner.unsafe(statement))]]).toEqual([name, []])
  } finally {
    await owner.end()
  }
})
