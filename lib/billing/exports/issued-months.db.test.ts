import { beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { composeCreditNote } from '../invoices/compose-credit-note'
import type { IssuedDocument } from '../invoices/issued-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { openSystemExport } from './open-export'
import { insertSeller, issueDocument } from './testing/issue-document'

const { sql } = useTestDatabase()
let buyer: TestBuyer

const invoice = (number: string, month: string, issuedOn: string): IssuedDocument =>
  exampleDocument({ number, issuedOn, dueOn: issuedOn, period: { from: `${month}-01`, to: `${month}-28` } })

beforeAll(async () => {
  const sellingEntityId = await insertSeller(sql)
  buyer = await makeBuyer(sql)
  await sql`update organisations set kind = 'company', siren = '732829320' where id = ${buyer.organisationId}`
  const issuer = { sellingEntityId, organisationId: buyer.organisationId }
  const refused = invoice('FAC-1', '2026-08', '2026-09-02')
  const corrects = await issueDocument(sql, issuer, refused, new Date('2026-09-02T08:00:00Z'))
  await issueDocument(
    sql,
    issuer,
    invoice('FAC-2', '2026-09', '2026-10-02'),
    new Date('2026-10-02T08:00:00Z'),
  )
  const credit = composeCreditNote({
    invoice: refused,
    earlier: [],
    wish: 'all',
    reason: 'Refusée',
    issuedOn: '2026-10-20',
  })
  const note = { ...credit, number: 'AVO-1' }
  await issueDocument(sql, { ...issuer, corrects }, note, new Date('2026-10-20T08:00:00Z'))
  const replacement = invoice('FAC-3', '2026-08', '2026-10-20')
  await issueDocument(sql, issuer, replacement, new Date('2026-10-20T08:00:01Z'))
  await issueDocument(
    sql,
    issuer,
    invoice('FAC-4', '2026-10', '2026-11-03'),
    new Date('2026-11-03T08:00:00Z'),
  )
})

async function fileOf(kind: 'documents' | 'fec', period: string) {
  const { stream, fileName } = await openSystemExport(systemTestContext(), {
    kind,
    format: kind === 'fec' ? 'txt' : 'csv',
    period,
    organisationId: buyer.organisationId,
  })
  let text = ''
  for await (const chunk of stream) text += Buffer.from(chunk).toString('utf8')
  const rows = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(kind === 'fec' ? '\t' : ','))
  return { fileName, rows }
}

test('a month’s file holds the documents issued in it, credit notes and replacements included', async () => {
  const months = ['2026-08', '2026-09', '2026-10', '2026-11']
  const files = await Promise.all(months.map((month) => fileOf('documents', month)))
  expect(files.map(({ rows }) => rows.map(([number]) => number))).toEqual([
    [],
    ['FAC-1'],
    ['AVO-1', 'FAC-2', 'FAC-3'],
    ['FAC-4'],
  ])
})

test('entry numbers of a buyer continue from file to file, and each file is named after its month', async () => {
  const files = []
  for (const month of ['2026-09', '2026-10', '2026-11']) files.push(await fileOf('fec', month))
  expect(files.map(({ fileName }) => fileName)).toEqual([
    '732829320FEC-extrait-202609-20260930.txt',
    '732829320FEC-extrait-202610-20261031.txt',
    '732829320FEC-extrait-provisoire-202611-20261124.txt',
  ])
  const entries = files.map(({ rows }) => [...new Set(rows.map((row) => `${row[2]} ${row[8]} ${row[3]}`))])
  expect(entries).toEqual([
    ['1 FAC-1 20260902'],
    ['2 FAC-2 20261002', '3 AVO-1 20261020', '4 FAC-3 20261020'],
    ['5 FAC-4 20261103'],
  ])
  // A repeated export gives the same file.
  expect(await fileOf('fec', '2026-10')).toEqual(files[1])
})
