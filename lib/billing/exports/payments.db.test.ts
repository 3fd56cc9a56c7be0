import { beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { TestBuyer } from '~/testing/buyer'
import { markDebitsSent, prepareDebits } from '../payments/debit-batches'
import { confirmMovement, undoMovement } from '../payments/decide-movement'
import { importStatement } from '../payments/import-statement'
import { signMandate } from '../payments/mandate'
import { planPayment } from '../payments/plan-debit'
import { type Books, makeBooks } from '../payments/testing/books'
import { testMandate } from '../payments/testing/mandate'
import { formatsOf } from './kinds'
import { openExport, openSystemExport } from './open-export'
import { dialects, type TextFormat } from './parse-records'
import { readExportHead } from './preview-export'
import { rowsOfExport } from './testing/file-of-export'

const { sql } = useTestDatabase()
const period = '2026-11'
let books: Books
beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
  books = await makeBooks(sql)
})

const take = (...movements: Parameters<Books['statementOf']>[0]) =>
  importStatement(books.accountant(), books.statementOf(movements))
type Row = { kind: string; amount_eur: number; invoices: string | null; customer: string | null }
async function rowsOf(stream: AsyncIterable<Uint8Array>): Promise<Row[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8').trim()
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line))
}
const request = { kind: 'payments', format: 'jsonl', period } as const
const exportedBy = async (organisation: TestBuyer) =>
  rowsOf((await openExport(books.as(organisation), request)).stream)
const summaries = (rows: Row[]) => rows.map(({ kind, amount_eur, invoices }) => [kind, amount_eur, invoices])

test('an export matches each direct debit of a file with its payment, including for the operator', async () => {
  const [first, second] = books.organisations
  for (const [index, organisation] of [first, second].entries()) {
    await signMandate(books.as(organisation), testMandate)
    const id = await books.issue(organisation, `FAC-2026-00050${index}`, 5_000n + BigInt(index))
    await planPayment(systemTestContext(), id)
  }
  const { id } = await prepareDebits(books.accountant(), { collectOn: '2026-12-14' })
  await markDebitsSent(books.accountant(), { batchId: id })
  const [group] = await books.sql`select distinct payment_information_id as id from direct_debits`
  await take({ cents: 10_001n, batchId: group?.id })
  expect(summaries(await exportedBy(first))).toEqual([['payment', 50, 'FAC-2026-000500']])
  expect(summaries(await exportedBy(second))).toEqual([['payment', 50.01, 'FAC-2026-000501']])
  const all = await rowsOf(
    (await openSystemExport(systemTestContext(), { ...request, organisationId: null })).stream,
  )
  expect(all.map(({ customer }) => customer)).not.toContain(null)
  expect(all.map(({ amount_eur }) => amount_eur).sort()).toEqual([50, 50.01])
})

test('an export contains payments of doubtful invoices, reversals and refunds', async () => {
  const [, , third] = books.organisations
  const id = await books.issue(third, 'FAC-2026-000511', 3_000n)
  await books.sql`insert into dunning_steps (organisation_id, document_id, step, outcome, taken_on, taken_at, open_cents, interest_cents, fee_cents)
    values (${third.organisationId}, ${id}, 'doubtful', 'carried_out', '2026-11-19', now(), 3000, 0, 0)`
  await take({ cents: 4_000n, text: 'FAC-2026-000511' }, { cents: -1_000n, text: 'AVOIR' })
  const movement = async (cents: number) =>
    (await books.sql`select id from bank_movements where cents = ${cents}`)[0]?.id as Id<'bankMovement'>
  const { organisationId } = third
  await confirmMovement(books.accountant(), {
    movementId: await movement(-1_000),
    organisationId,
    documentIds: [],
  })
  expect(summaries(await exportedBy(third))).toEqual([
    ['payment', 40, 'FAC-2026-000511'],
    ['refund', -10, null],
  ])
  await undoMovement(books.accountant(), { movementId: await movement(-1_000), note: 'Pas lui' })
  const after = await exportedBy(third)
  expect(after.reduce((sum, { amount_eur }) => sum + amount_eur, 0)).toBe(40)
})

test('the preview of payments is the head of each file, and counts its rows', async () => {
  const [reader] = books.organisations
  await books.issue(reader, 'FAC-2026-000777', 90_000n)
  for (let index = 0; index < 12; index += 1)
    await take({ cents: 1_000n + BigInt(index), text: 'FAC-2026-000777' })
  for (const format of formatsOf.payments) {
    const rows = await rowsOfExport(books.as(reader), { ...request, format })
    const heads = dialects[format as TextFormat]?.hasHead ? 1 : 0
    const { records, total } = await readExportHead(books.as(reader), { ...request, format })
    expect(records).toEqual(rows.slice(0, 10 + heads))
    expect([total, total > 10]).toEqual([rows.length - heads, true])
  }
})
