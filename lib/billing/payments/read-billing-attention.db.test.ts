import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { importStatement } from './import-statement'
import { readBillingAttention } from './read-billing-attention'
import { type Books, makeBooks } from './testing/books'

const { sql } = useTestDatabase()
let books: Books
beforeAll(async () => {
  books = await makeBooks(sql)
})

test('an accountant sees invoices from the day after they were due, and unmatched movements', async () => {
  const [first, second] = books.organisations
  await books.issue(first, 'FAC-2026-000001', 12_000n, { dueOn: '2026-11-10' })
  await books.issue(second, 'FAC-2026-000002', 3_050n, { dueOn: '2026-11-11' })
  await importStatement(books.accountant(), books.statementOf([{ cents: 700n, text: 'SANS RAPPORT' }]))
  const on = (day: string) => readBillingAttention(books.accountant(new Date(`${day}T09:00:00Z`)))
  expect(await on('2026-11-10')).toEqual({
    overdueCents: '0',
    overdueCount: 0,
    waitingMovements: 1,
    troubledDeclarations: 0,
  })
  expect(await on('2026-11-11')).toMatchObject({ overdueCents: '12000', overdueCount: 1 })
  expect(await on('2026-11-12')).toMatchObject({ overdueCents: '15050', overdueCount: 2 })
})

test('staff without access to billing are denied', async () => {
  await expect(readBillingAttention(books.accountant(undefined, ['capacity']))).rejects.toMatchObject({
    code: 'forbidden',
  })
})
