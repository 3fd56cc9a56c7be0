import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { TestBuyer } from '~/testing/buyer'
import { listOpenDocuments } from '../queries/open-documents'
import { markDebitsSent, prepareDebits } from './debit-batches'
import { assignMovement, confirmMovement } from './decide-movement'
import { importStatement } from './import-statement'
import { signMandate } from './mandate'
import { planPayment } from './plan-debit'
import { listCredits } from './queries/movements'
import { type Books, makeBooks } from './testing/books'
import { testMandate } from './testing/mandate'

const { sql } = useTestDatabase()
let books: Books
beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
  books = await makeBooks(sql)
})

const openOf = async (id: Id<'invoice'>) =>
  (await withSystem(systemTestContext(), (tx) => listOpenDocuments(tx))).find((each) => each.id === id)
    ?.openCents ?? 0n
const keptFor = async ({ organisationId }: TestBuyer) =>
  (await withSystem(systemTestContext(), (tx) => listCredits(tx, organisationId))).reduce(
    (sum, { cents }) => sum + cents,
    0n,
  )
const take = (...movements: Parameters<Books['statementOf']>[0]) =>
  importStatement(books.accountant(), books.statementOf(movements))
const issue = async (...document: Parameters<Books['issue']>) => {
  const id = await books.issue(...document)
  await planPayment(systemTestContext(), id)
  return id
}
const credit = (organisation: TestBuyer, number: string, cents: bigint, corrects: Id<'invoice'>) =>
  issue(organisation, number, cents, { kind: 'credit_note', corrects })
const brokenMoney = async () =>
  (await checkInvariants(books.sql))
    .map(({ name }) => name)
    .filter((name) => /payment|balance|alloc/.test(name))

test('money paid for an invoice that is credited afterwards is kept once and pays the next one', async () => {
  const [first] = books.organisations
  const id = await issue(first, 'FAC-2026-000401', 12_000n)
  await take({ cents: 9_000n, text: 'FAC-2026-000401' }, { cents: 3_000n, text: 'SOLDE FAC-2026-000401' })
  const note = await credit(first, 'AVO-2026-000401', 5_000n, id)
  expect([await openOf(id), await keptFor(first)]).toEqual([0n, 5_000n])
  await Promise.all([1, 2, 3].map(() => planPayment(systemTestContext(), note)))
  expect([await keptFor(first), await books.balanceOf(first)]).toEqual([5_000n, -5_000n])
  const next = await issue(first, 'FAC-2026-000402', 8_000n)
  expect([await openOf(next), await keptFor(first), await books.balanceOf(first)]).toEqual([
    3_000n,
    0n,
    3_000n,
  ])
  await credit(first, 'AVO-2026-000402', 7_000n, id)
  expect([await openOf(id), await keptFor(first)]).toEqual([0n, 7_000n])
  expect(await brokenMoney()).toEqual([])
})

test('a credit note over an unpaid amount creates no customer credit', async () => {
  const [, second] = books.organisations
  const id = await issue(second, 'FAC-2026-000411', 12_000n)
  await take({ cents: 2_000n, text: 'FAC-2026-000411' })
  await credit(second, 'AVO-2026-000411', 10_000n, id)
  expect([await openOf(id), await keptFor(second), await books.balanceOf(second)]).toEqual([0n, 0n, 0n])
})

test('a debit returned after its invoice was credited takes the kept credit, and the payments made from it', async () => {
  const [, , third] = books.organisations
  await signMandate(books.as(third), testMandate)
  const id = await issue(third, 'FAC-2026-000421', 10_000n)
  const batch = await prepareDebits(books.accountant(), { collectOn: '2026-12-14' })
  await markDebitsSent(books.accountant(), { batchId: batch.id })
  const [debit] =
    await books.sql`select payment_information_id as "group", end_to_end_id as "own" from direct_debits where document_id = ${id}`
  await take({ cents: 10_000n, batchId: debit?.group })
  await credit(third, 'AVO-2026-000421', 4_000n, id)
  const next = await issue(third, 'FAC-2026-000422', 3_000n)
  expect([await openOf(id), await openOf(next), await keptFor(third)]).toEqual([0n, 0n, 1_000n])
  await take({ cents: -10_000n, endToEndId: debit?.own, returnReason: 'MD06' })
  expect([await openOf(id), await openOf(next), await keptFor(third)]).toEqual([6_000n, 3_000n, 0n])
  expect(await books.balanceOf(third)).toBe(9_000n)
  expect(await brokenMoney()).toEqual([])
})

const waiting = async (text: string) => {
  const [row] = await books.sql`select id from bank_movements where state = 'to_confirm' and text = ${text}`
  return row?.id as Id<'bankMovement'>
}

test('staff mark an outgoing movement as a repayment: of kept credit first, then of the invoice’s payment', async () => {
  const [, second] = books.organisations
  const numbers = ['FAC-2026-000431']
  const id = await issue(second, 'FAC-2026-000431', 6_000n)
  await take({ cents: 8_000n, text: 'FAC-2026-000431' })
  await take({ cents: -2_500n, text: 'REMBOURSEMENT' }, { cents: -6_000n, text: 'AUTRE REMBOURSEMENT' })
  const give = async (text: string) =>
    assignMovement(books.accountant(), { movementId: await waiting(text), numbers })
  await give('REMBOURSEMENT')
  expect([await openOf(id), await keptFor(second), await books.balanceOf(second)]).toEqual([500n, 0n, 500n])
  await expect(give('AUTRE REMBOURSEMENT')).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'numbers',
    params: { reason: 'returned_too_much' },
  })
  await expect(
    confirmMovement(books.accountant(), {
      movementId: await waiting('AUTRE REMBOURSEMENT'),
      organisationId: second.organisationId,
      documentIds: [],
    }),
  ).rejects.toMatchObject({ params: { reason: 'returned_too_much' } })
  expect([await openOf(id), await keptFor(second)]).toEqual([500n, 0n])
  expect(await brokenMoney()).toEqual([])
})

test('a returned debit without its reference is found by the invoice that staff name', async () => {
  const [, , third] = books.organisations
  const id = await issue(third, 'FAC-2026-000441', 2_000n)
  const batch = await prepareDebits(books.accountant(), { collectOn: '2026-12-14' })
  await markDebitsSent(books.accountant(), { batchId: batch.id })
  const [debit] =
    await books.sql`select payment_information_id as "group" from direct_debits where document_id = ${id}`
  await take({ cents: 2_000n, batchId: debit?.group })
  await take({ cents: -2_000n, text: 'PRELEVEMENT IMPAYE' })
  await assignMovement(books.accountant(), {
    movementId: await waiting('PRELEVEMENT IMPAYE'),
    numbers: ['FAC-2026-000441'],
  })
  const [after] = await books.sql`select state, reason from direct_debits where document_id = ${id}`
  expect([await openOf(id), after?.state, after?.reason]).toEqual([2_000n, 'returned', 'MS03'])
  expect(await brokenMoney()).toEqual([])
})
