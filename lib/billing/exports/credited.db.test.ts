import { beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { makeBuyers } from '~/testing/buyer'
import { composeCreditNote } from '../invoices/compose-credit-note'
import type { IssuedDocument } from '../invoices/issued-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { openSystemExport } from './open-export'
import { insertSeller, issueDocument } from './testing/issue-document'

const { sql } = useTestDatabase()
let sellingEntityId: Id<'sellingEntity'>
let organisationId: Id<'organisation'>
beforeAll(async () => {
  sellingEntityId = await insertSeller(sql)
  const [organisation] = await makeBuyers(sql, 1)
  organisationId = organisation?.organisationId as Id<'organisation'>
})

async function linesOf(asked: { kind: 'focus' | 'fec'; format: 'csv' | 'txt' }): Promise<string[]> {
  const all = { ...asked, period: '2026-11', organisationId }
  const { stream } = await openSystemExport(systemTestContext(), all)
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8').trim().split(/\r?\n/)
}

test('an invoice and credit notes over its full amount net to zero, VAT and its last cent included', async () => {
  const invoice = exampleDocument()
  const corrects = await issueDocument(sql, { sellingEntityId, organisationId }, invoice)
  const notes: IssuedDocument[] = []
  for (const wish of [new Map([[1, 3_526n]]), 'all' as const]) {
    const note = composeCreditNote({
      invoice,
      earlier: notes,
      wish,
      reason: 'Rien ne marchait',
      issuedOn: '2026-11-20',
    })
    notes.push({ ...note, number: `AVO-2026-00000${notes.length + 1}` })
  }
  // 20 % of 2.27 is 0.45: the last credit note absorbs the rounding difference.
  expect(notes.map(({ totals }) => totals.vatCents)).toEqual([705n, 46n])
  for (const note of notes) await issueDocument(sql, { sellingEntityId, organisationId, corrects }, note)
  const [head = '', ...lines] = await linesOf({ kind: 'focus', format: 'csv' })
  const fieldsOf = (line: string) =>
    [...`${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? '',
    )
  const names = fieldsOf(head)
  const costs = lines.map((line) => {
    const row = Object.fromEntries(fieldsOf(line).map((field, at) => [names[at], field]))
    return { category: row.ChargeCategory, cents: Math.round(Number(row.BilledCost) * 100) }
  })
  const sumOf = (rows: typeof costs) => rows.reduce((sum, { cents }) => sum + cents, 0)
  expect(costs.filter(({ category }) => category === 'Tax').map(({ cents }) => cents)).toEqual([
    -705, -46, 751,
  ])
  expect(sumOf(costs)).toBe(0)
})

test('a purchase journal is in day order, under any name of the credit note series', async () => {
  const [, ...lines] = await linesOf({ kind: 'fec', format: 'txt' })
  const entries = lines.map((line) => line.split('\t')).map((fields) => [fields[2], fields[8], fields[3]])
  expect([...new Set(entries.map((each) => each.join(' ')))]).toEqual([
    '1 FAC-2026-000001 20261103',
    '2 AVO-2026-000001 20261120',
    '3 AVO-2026-000002 20261120',
  ])
})
