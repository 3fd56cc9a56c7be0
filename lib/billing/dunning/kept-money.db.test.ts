import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { importStatement } from '../payments/import-statement'
import { planPayment } from '../payments/plan-debit'
import { listCredits } from '../payments/queries/movements'
import { type Books, makeBooks } from '../payments/testing/books'
import { listOpenDocuments } from '../queries/open-documents'
import { holdDunning } from './decide-dunning'
import { sendDunning } from './send-dunning'

const { sql } = useTestDatabase()
let books: Books
beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  books = await makeBooks(sql)
})

const december = new Date('2026-12-01T09:00:00Z')
const openOf = async (id: Id<'invoice'>) =>
  (await withSystem(systemTestContext(), (tx) => listOpenDocuments(tx))).find((each) => each.id === id)
    ?.openCents ?? 0n
const keptFor = async (organisationId: Id<'organisation'>) =>
  (await withSystem(systemTestContext(), (tx) => listCredits(tx, organisationId))).map(({ cents }) => cents)
const take = (text: string, cents: bigint) =>
  importStatement(books.accountant(), books.statementOf([{ cents, text }]))

test('kept credit pays late invoices before any letter is sent, except disputed ones', async () => {
  const [first] = books.organisations
  const [one, two, contested] = [
    await books.issue(first, 'FAC-2026-000701', 10_000n),
    await books.issue(first, 'FAC-2026-000702', 10_000n),
    await books.issue(first, 'FAC-2026-000703', 10_000n),
  ]
  await holdDunning(books.accountant(), { documentId: contested, reason: 'Contestée' })
  // The payment covers two invoices and names one.
  await take('FAC-2026-000701', 25_000n)
  expect([await openOf(one), await openOf(two)]).toEqual([0n, 10_000n])
  await Promise.all([1, 2].map(() => sendDunning(systemTestContext(december))))
  expect([await openOf(two), await openOf(contested)]).toEqual([0n, 10_000n])
  expect(await keptFor(first.organisationId)).toEqual([5_000n])
  expect(await books.sql`select step from dunning_steps`).toHaveLength(0)
})

test('kept credit pays the oldest invoice first, not the latest issued', async () => {
  const [, second] = books.organisations
  const old = await books.issue(second, 'FAC-2026-000711', 4_000n)
  const paid = await books.issue(second, 'FAC-2026-000712', 1_000n)
  await take('FAC-2026-000712', 6_000n)
  const next = await books.issue(second, 'FAC-2026-000713', 3_000n, { dueOn: '2027-01-10' })
  await planPayment(systemTestContext(testNow), next)
  expect([await openOf(old), await openOf(paid), await openOf(next)]).toEqual([0n, 0n, 2_000n])
  expect(await keptFor(second.organisationId)).toEqual([])
})
