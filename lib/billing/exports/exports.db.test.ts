import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { anyDocument } from '../einvoice/testing/any-document'
import { listDocuments, listDocumentYears, openArchive, readDocumentFile } from '../index'
import { decodeDocument, encodeDocument } from '../invoices/document-codec'
import type { IssuedDocument } from '../invoices/issued-document'
import { exampleDocument } from '../invoices/testing/example-document'
import type { ExportFormat, ExportKind } from './kinds'
import { openExport, openSystemExport } from './open-export'
import { archiveParams } from './schema'
import { insertSeller, issueDocument } from './testing/issue-document'
import { zipEntry } from './testing/zip-entry'
import { writeTable } from './write-table'

const { sql } = useTestDatabase()
let seller: Id<'sellingEntity'>
let one: TestBuyer
let other: TestBuyer
let exampleId: Id<'invoice'>
const issued: IssuedDocument[] = []
const period = '2026-11'
const someDays = { from: '2026-10-12T08:30:15.250Z', to: '2026-10-25T01:30:00.000Z' }

beforeAll(async () => {
  seller = await insertSeller(sql)
  ;[one, other] = await makeBuyers(sql, 2)
  const lines = exampleDocument().lines.map((line) => ({
    ...line,
    label: '=SUM("A1")',
    detail: 'a;b\n<é>',
    projectName: '\u{1f680}\uffff',
  }))
  exampleId = await issue(one, exampleDocument({ lines, number: 'FAC-2026-000001' }))
  // Invoices first, because credit notes refer to them.
  const drawn = fc.sample(anyDocument, { numRuns: 25, seed: 5 }).sort((a, b) => (a.kind < b.kind ? 1 : -1))
  for (const [index, document] of drawn.map(storable).entries()) {
    const lines = document.lines.map((line) =>
      line.position % 2 === 0 ? { ...line, period: someDays } : line,
    )
    await issue(other, { ...document, lines, number: `FAC-2026-${String(index + 2).padStart(6, '0')}` })
  }
})

/** PostgreSQL stores no lone surrogates. */
const storable = (document: IssuedDocument) =>
  decodeDocument(JSON.parse(encodeDocument(document).replaceAll('\\ud800', '')))

async function issue(buyer: TestBuyer, document: IssuedDocument): Promise<Id<'invoice'>> {
  if (buyer === other) issued.push(document)
  return issueDocument(
    sql,
    {
      sellingEntityId: seller,
      organisationId: buyer.organisationId,
      ...(document.kind === 'credit_note' ? { corrects: firstInvoice(buyer) } : {}),
    },
    document,
  ).then((id) => {
    invoices.set(buyer, invoices.get(buyer) ?? id)
    return id
  })
}
const invoices = new Map<TestBuyer, Id<'invoice'>>()
function firstInvoice(buyer: TestBuyer): Id<'invoice'> {
  const id = invoices.get(buyer)
  if (!id) throw new Error('a credit note before any invoice')
  return id
}

async function bytesOf(stream: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
const exported = async (of: TestBuyer, kind: ExportKind, format: ExportFormat) =>
  bytesOf((await openExport(of.as(), { kind, format, period })).stream)
/** Fields of a CSV without line ends in quoted fields. */
const fieldsOf = (line: string, separator: string) =>
  [
    ...`${line}${separator}`.matchAll(new RegExp(`(?:"((?:[^"]|"")*)"|([^${separator}]*))${separator}`, 'g')),
  ].map(([, quoted, plain]) => (quoted ?? plain ?? '').replaceAll('""', '"'))

describe('a CSV of lines for a French Excel', () => {
  test('has French separators, and a formula is exported as text', async () => {
    const text = (await exported(one, 'lines', 'csv_fr')).toString('utf8')
    expect(text.startsWith('\ufeffnumber;issued_on;')).toBe(true)
    expect(text).toContain('FAC-2026-000001;03/11/2026;1;usage;')
    expect(text).toContain('"\'=SUM(""A1"")";"a;b\n<é>"')
    expect(text).toContain(';0,04900000;;35,28;S;20;;;;\r\n')
    expect(text).toContain(';2026-10-01 00:00:00;2026-11-01 00:00:00;2682000;2592000;')
  })

  test('contains only rows of the organisation', async () => {
    expect((await exported(one, 'lines', 'csv')).toString('utf8')).not.toContain('FAC-2026-000002')
  })
})

test.each([
  ['lines', 'label'],
  ['focus', 'ChargeDescription'],
] as const)('a formula is exported as text in plain CSV too: %s', async (kind, column) => {
  const text = (await exported(one, kind, 'csv')).toString('utf8')
  expect(text.split('\n')[0]).toContain(column)
  expect(text).toContain(`"'=SUM(""A1"")`)
  expect(text).not.toMatch(/(^|[,\n])"[=+@-]/)
})

test('JSON lines hold one object per row, with amounts as numbers to the cent', async () => {
  const rows = (await exported(one, 'lines', 'jsonl'))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(rows).toHaveLength(2)
  expect(rows[0]).toMatchObject({
    position: 1,
    net_eur: 35.28,
    billed_seconds: 2_592_000,
    tags: { env: 'production' },
  })
})

test('every line states its usage interval, whole month or not', async () => {
  const rows = (await exported(other, 'lines', 'jsonl')).toString('utf8').trim().split('\n')
  const shown = rows.map((row) => JSON.parse(row)).map(({ from, to }) => [from, to])
  const seconds = (instant: string) => `${new Date(instant).toISOString().slice(0, 19)}Z`
  const lines = issued.flatMap((document) => document.lines)
  expect(shown).toContainEqual(['2026-10-12T08:30:15Z', '2026-10-25T01:30:00Z'])
  expect(shown).toEqual(lines.map(({ period: { from, to } }) => [seconds(from), seconds(to)]))
})

test('a workbook holds every row in Excel’s format', async () => {
  const zip = await exported(one, 'lines', 'xlsx')
  const sheet = zipEntry(zip, 'xl/worksheets/sheet1.xml') ?? ''
  expect(sheet.match(/<row>/g)).toHaveLength(3)
  expect(sheet).toContain('<t xml:space="preserve">=SUM("A1")</t>')
  expect(sheet).toContain('&lt;é&gt;')
  // Characters that XML cannot contain are dropped.
  expect(sheet).toContain('>\u{1f680}</t>')
  expect(sheet).toContain('<c s="1"><v>46329</v></c>')
  expect(sheet).toContain('<c s="3"><v>35.28</v></c>')
})

test('a workbook aborts when its source fails, instead of ending as a valid file', async () => {
  const failing = () => Promise.reject(new Error('the database went away'))
  const stream = writeTable(failing, 'lines', 'xlsx', {
    period,
    organisationId: one.organisationId,
    now: testNow,
  })
  await expect(bytesOf(stream)).rejects.toThrow('the database went away')
})

test('documents are in number order, with credit notes negative', async () => {
  const rows = (await exported(other, 'documents', 'csv')).toString('utf8').trim().split('\n').slice(1)
  expect(rows.map((row) => fieldsOf(row, ',')[0])).toEqual(issued.map(({ number }) => number))
  expect(rows.map((row) => cents(fieldsOf(row, ',').at(-1)))).toEqual(
    issued.map(({ kind, totals }) => (kind === 'credit_note' ? -totals.grossCents : totals.grossCents)),
  )
})

test('FOCUS rows add up to each invoice to the cent and fill the required columns', async () => {
  const { stream, companion } = await openExport(other.as(), { kind: 'focus', format: 'csv', period })
  const [head = '', ...lines] = (await bytesOf(stream)).toString('utf8').trim().split('\n')
  const names = head.split(',')
  expect(names).toEqual(
    expect.arrayContaining(['BilledCost', 'SkuPriceId', 'ServiceProviderName', 'x_CostCentre']),
  )
  const rows = lines.map((line) =>
    Object.fromEntries(fieldsOf(line, ',').map((field, at) => [names[at], field])),
  )
  for (const { number, kind, totals } of issued) {
    const own = rows.filter((row) => row.InvoiceId === number)
    const sign = kind === 'credit_note' ? -1n : 1n
    expect(
      own.reduce((sum, row) => sum + cents(row.BilledCost), 0n),
      number,
    ).toBe(sign * totals.grossCents)
    const tax = own.filter((row) => row.ChargeCategory === 'Tax')
    expect(
      tax.reduce((sum, row) => sum + cents(row.BilledCost), 0n),
      number,
    ).toBe(sign * totals.vatCents)
  }
  for (const row of rows.filter((each) => each.ListUnitPrice)) {
    const difference = Number(row.ListUnitPrice) * Number(row.PricingQuantity) - Number(row.ListCost)
    expect(Math.abs(difference)).toBeLessThan(1e-9 * Math.max(1, Number(row.ListCost)))
  }
  const controls = JSON.parse((await companion?.())?.text ?? '{}').ControlTotals as {
    InvoiceId: string
    BilledCost: string
  }[]
  expect(controls.map(({ InvoiceId }) => InvoiceId)).toEqual(issued.map(({ number }) => number))
  expect(controls.map(({ BilledCost }) => cents(BilledCost))).toEqual(
    issued.map(({ kind, totals }) => (kind === 'credit_note' ? -1n : 1n) * totals.grossCents),
  )
})

test('a company’s purchase journal balances, entry by entry, without gaps', async () => {
  const { fileName, stream, companion } = await openExport(other.as(), {
    kind: 'fec',
    format: 'txt',
    period,
  })
  expect(fileName).toMatch(/^\d{9}FEC-extrait-provisoire-\d{6}-\d{8}\.txt$/)
  expect((await companion?.())?.text).toContain('Extrait')
  const [head, ...lines] = (await bytesOf(stream)).toString('utf8').trimEnd().split('\r\n')
  expect(head?.split('\t')).toHaveLength(18)
  const sums = new Map<number, bigint>()
  for (const line of lines) {
    const fields = line.split('\t')
    const [debit, credit] = [fields[11], fields[12]].map((field) => cents(field?.replace(',', '.')))
    const number = Number(fields[2])
    sums.set(number, (sums.get(number) ?? 0n) + (debit ?? 0n) - (credit ?? 0n))
    expect(fields[4]).toMatch(/^(6135|4456|401)/)
    // No day after the one in the file's name.
    expect(Number(fields[3])).toBeLessThanOrEqual(Number(fileName.slice(-12, -4)))
  }
  expect([...sums.values()].every((sum) => sum === 0n)).toBe(true)
  expect([...sums.keys()]).toEqual([...sums.keys()].map((_, index) => index + 1))
})

test('a public body has no purchase journal', async () => {
  await sql`update organisations set kind = 'public_body', siret = '21760900700018' where id = ${one.organisationId}`
  await expect(openExport(one.as(), { kind: 'fec', format: 'txt', period })).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'fec_not_kept' },
  })
})

test('originals are the same files as on the document page, created once', async () => {
  const first = await readDocumentFile(one.as(), { documentId: exampleId, kind: 'pdf' })
  const again = await readDocumentFile(one.as(), { documentId: exampleId, kind: 'pdf' })
  expect(again.sha256).toBe(first.sha256)
  expect(Buffer.from(first.content).subarray(0, 5).toString()).toBe('%PDF-')
  const zip = await exported(one, 'originals', 'zip')
  expect(zip.includes(Buffer.from(first.content))).toBe(true)
  expect(zipEntry(zip, 'FAC-2026-000001.xml')).toContain('<ram:ID>FAC-2026-000001</ram:ID>')
  for (const documentId of [exampleId, newId('invoice'), 'none'])
    await expect(readDocumentFile(other.as(), { documentId, kind: 'pdf' })).rejects.toMatchObject({
      code: 'not_found',
    })
  await expect(sql`update document_files set sha256 = 'x'`).rejects.toThrow()
})

test('an archive has the chosen documents as issued, and none of another organisation', async () => {
  const [document] = await listDocuments(other.as())
  if (!document) throw new Error('the other organisation has documents')
  const archive = async (ids: Id<'invoice'>[], ctx = other.as()) => {
    const { stream } = await openArchive(ctx, archiveParams.parse({ ids: ids.join(',') }))
    return bytesOf(stream)
  }
  const zip = await archive([document.id, document.id])
  const file = await readDocumentFile(other.as(), { documentId: document.id, kind: 'pdf' })
  expect(zip.includes(Buffer.from(file.content))).toBe(true)
  expect(zipEntry(zip, file.name.replace('.pdf', '.xml'))).toContain(document.number)
  expect(zipEntry(zip, 'FAC-2026-000001.xml')).toBeNull()
  for (const foreign of [exampleId, newId('invoice')])
    await expect(archive([document.id, foreign])).rejects.toMatchObject({ code: 'not_found' })
  await expect(archive([document.id], other.as('technical'))).rejects.toMatchObject({ code: 'forbidden' })
  for (const ids of ['', 'x', Array.from({ length: 101 }, () => newId('invoice')).join(',')])
    expect(archiveParams.safeParse({ ids }).success).toBe(false)
})

test('documents are listed by year, and years are those of the own documents', async () => {
  const years = await listDocumentYears(other.as())
  const all = await listDocuments(other.as())
  expect(years).toEqual([...new Set(all.map(({ issuedOn }) => issuedOn.slice(0, 4)))].sort().reverse())
  for (const year of years)
    expect(await listDocuments(other.as(), { year })).toEqual(
      all.filter(({ issuedOn }) => issuedOn.startsWith(year)),
    )
  expect(await listDocuments(other.as(), { year: '1999' })).toEqual([])
  for (const period of new Set(all.map((each) => each.period)))
    expect(await listDocuments(other.as(), { period })).toEqual(all.filter((each) => each.period === period))
  expect(await listDocuments(other.as(), { period: '1999-01' })).toEqual([])
})

test('a member without access to bills exports nothing, and a format of another kind is rejected', async () => {
  const technical = one.as('technical')
  await expect(openExport(technical, { kind: 'lines', format: 'csv', period })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(openExport(one.as(), { kind: 'fec', format: 'csv', period })).rejects.toMatchObject({
    field: 'format',
  })
  const all = await openSystemExport(systemTestContext(), {
    kind: 'documents',
    format: 'csv',
    period,
    organisationId: null,
  })
  expect((await bytesOf(all.stream)).toString('utf8').trim().split('\n')).toHaveLength(27)
})

function cents(text: string | undefined): bigint {
  const [, sign, whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text ?? '') ?? []
  return BigInt(`${sign}1`) * (BigInt(whole) * 100n + BigInt(part.padEnd(2, '0')))
}
