import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { billingInvariants } from '~/db/invariants/billing'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { writesByDefault } from '~/testing/sql'
import { makeSeller } from '../testing/seller'
import { postAtRandom } from './testing/random-books'

const database = useTestDatabase()
const seller = 'sel_seller' as Id<'sellingEntity'>
const roles = ['andromede_portal', 'andromede_operator', 'andromede_worker', 'andromede_migrator'] as const
let owner: postgres.Sql

const connect = (role: (typeof roles)[number]) =>
  postgres(database.current.roleUrl(role), {
    max: 1,
    onnotice: () => undefined,
    types: { bigint: postgres.BigInt },
    // Refused for want of rights, and not because the role reads by default.
    connection: writesByDefault,
  })

beforeAll(async () => {
  await makeSeller(database.sql)
  owner = connect('andromede_migrator')
})
afterAll(() => owner?.end())

const ledgerInvariants = billingInvariants.filter(({ name }) => name.startsWith('ledger_'))

test('balances after a thousand random transactions, some rolled back, equal an independent fold', async () => {
  const { posted, fold } = await postAtRandom(seller, 1_000, 13)
  const rows = await owner<{ key: string; cents: bigint }[]>`
    select account || ' ' || auxiliary as key, balance_cents as cents from ledger_balances where selling_entity_id = ${seller}`
  expect(new Map(rows.map(({ key, cents }) => [key, cents]))).toEqual(fold)
  expect([...fold.values()].reduce((sum, cents) => sum + cents, 0n)).toBe(0n)
  const [count] = await owner<{ n: number; last: number }[]>`
    select count(*)::int as n, max(sequence) as last from ledger_transactions where selling_entity_id = ${seller}`
  expect([count?.n, count?.last]).toEqual([posted, posted])
  expect(ledgerInvariants.length).toBeGreaterThanOrEqual(3)
  for (const { name, statement } of ledgerInvariants)
    expect([name, [...(await owner.unsafe(statement))]]).toEqual([name, []])
})

describe.each(roles)('%s', (role) => {
  test.each([
    'update ledger_entries set debit_cents = debit_cents + 1 where debit_cents > 0',
    `update ledger_entries set account = '471000'`,
    `update ledger_transactions set label = 'x'`,
    'update ledger_transactions set sequence = sequence + 1',
    'delete from ledger_entries',
    'delete from ledger_transactions',
    'truncate ledger_entries, ledger_transactions',
    'alter table ledger_entries disable trigger all',
    `update ledger_balances set balance_cents = 0 where account = '512000'`,
    'delete from ledger_balances',
    // A role that may write the ledger can write neither unbalanced transactions nor into closed months.
    `insert into ledger_transactions (id, selling_entity_id, journal, kind, piece_reference, label, occurred_on, validated_at, sequence)
       values ('ltx_alone', 'sel_seller', 'OD', 'allocation', 'x', 'x', '2026-11-24', now(), 1000001)`,
    `with t as (insert into ledger_transactions (id, selling_entity_id, journal, kind, piece_reference, label, occurred_on, validated_at, sequence)
       values ('ltx_crooked', 'sel_seller', 'OD', 'allocation', 'x', 'x', '2026-11-24', now(), 1000002) returning id)
     insert into ledger_entries (transaction_id, position, account, debit_cents, credit_cents) select id, 1, '512000', 5, 0 from t`,
    `insert into ledger_entries (transaction_id, position, account, debit_cents, credit_cents)
       select id, 101, '512000', 5, 0 from ledger_transactions limit 1`,
    `insert into ledger_entries (transaction_id, position, account, debit_cents, credit_cents)
       select id, side, '512000', case side when 102 then 5 else 0 end, case side when 103 then 5 else 0 end
       from (select id from ledger_transactions limit 1) t, (values (102), (103)) s(side)`,
  ])('the role is denied: %s', async (statement) => {
    if (role === 'andromede_migrator' && /disable trigger|ledger_balances/.test(statement)) return
    const before = await owner`select count(*) as n, sum(debit_cents) as d from ledger_entries`
    const sql = connect(role)
    try {
      await expect(sql.begin((tx) => tx.unsafe(statement))).rejects.toThrow(
        /permission denied|append-only|must be owner|does not balance|closed|row-level security/,
      )
    } finally {
      await sql.end()
    }
    expect([...(await owner`select count(*) as n, sum(debit_cents) as d from ledger_entries`)]).toEqual([
      ...before,
    ])
  })
})
