import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { closeUsage, openUsage } from '~/lib/usage'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { decodeDocument } from '../invoices/document-codec'
import { listDocuments } from '../invoices/read-documents'
import { findDocument } from '../queries/documents'
import { makeSeller } from '../testing/seller'
import { billOrganisation } from './bill-organisation'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  await makeSeller(sql)
})

/** October 2026 in Paris, and the end of its grace period. */
const closing = new Date('2026-11-03T06:00:00Z')
const bill = (period: string, at: Date, mode: 'dry_run' | 'draft' | 'final' = 'final') =>
  billOrganisation(workerAt(at), { organisationId: estate.own.organisationId, period, mode })

const documents = () =>
  query<{ id: Id<'invoice'>; number: string; net: string; state: string; period: string }>(
    'select id, number, net_cents::text as net, state, period from billing_documents order by created_at, number',
  )
async function contentOf(id: Id<'invoice'>) {
  const row = await withSystem(workerAt(closing), (tx) => findDocument(tx, id))
  return decodeDocument(row?.content)
}

describe('a month', () => {
  let server: Id<'instance'>

  beforeAll(async () => {
    server = await addInstance(estate, { name: 'web-1', at: new Date('2026-10-01T10:00:00Z') })
  })

  test('is not billed before its end, nor finalised within its grace period', async () => {
    await expect(bill('2026-10', new Date('2026-10-31T22:59:59Z'), 'draft')).rejects.toMatchObject({
      code: 'state_forbids',
    })
    await expect(bill('2026-10', new Date('2026-11-02T22:59:59Z'))).rejects.toMatchObject({
      code: 'state_forbids',
    })
    expect(await documents()).toEqual([])
  })

  test('is previewed by a dry run and stored as an unnumbered draft', async () => {
    const preview = await bill('2026-10', new Date('2026-11-01T06:00:00Z'), 'dry_run')
    expect(await documents()).toEqual([])
    await bill('2026-10', new Date('2026-11-01T06:00:00Z'), 'draft')
    expect(await bill('2026-10', new Date('2026-11-01T07:00:00Z'), 'draft')).toEqual(preview)
    expect(await documents()).toMatchObject([
      { number: null, net: preview.netCents.toString(), state: 'draft' },
    ])
    expect(await listDocuments(estate.own.as('billing'))).toEqual([])
  })

  test('is invoiced once: the amounts shown on the pages, with number, lines and ledger entry', async () => {
    const billed = await bill('2026-10', closing)
    // 733 hours of usage, of which 720 are billed: small at 2.450001 and 0.310007 cents an hour.
    expect(billed).toEqual({ state: 'billed', documents: 1, netCents: 1_764n + 223n })
    const [document] = await documents()
    expect(document).toMatchObject({ number: 'FAC-2026-000001', state: 'final' })
    if (!document) return
    const content = await contentOf(document.id)
    expect(content).toMatchObject({
      number: 'FAC-2026-000001',
      issuedOn: '2026-11-03',
      dueOn: '2026-12-03',
      period: { from: '2026-10-01', to: '2026-10-31' },
      references: { serviceCode: 'SVC-1' },
      buyer: { customerCode: 'C000001' },
      totals: { netCents: 1_987n, vatCents: 397n, grossCents: 2_384n },
      payment: { method: 'transfer', reference: expect.stringMatching(/^RF\d\dFAC2026000001$/) },
    })
    expect(content.lines.map((line) => [line.label, line.detail?.split(',')[0], line.usedSeconds])).toEqual([
      ['small · calcul', 'web-1', 2_638_800n],
      ['small · disque système', 'web-1', 2_638_800n],
    ])
    const lines = await query<{ net: bigint; resource_id: string }>(
      'select net_cents as net, resource_id from billing_document_lines order by position',
    )
    expect(lines).toEqual(content.lines.map((line) => ({ net: line.netCents, resource_id: server })))
    expect(
      await query(
        'select account, debit_cents::int as d, credit_cents::int as c from ledger_entries order by position',
      ),
    ).toEqual([
      { account: '411000', d: 2_384, c: 0 },
      { account: '706000', d: 0, c: 1_987 },
      { account: '445712', d: 0, c: 397 },
    ])
    expect(await listDocuments(estate.own.as('billing'))).toMatchObject([{ grossCents: '2384' }])
    expect(await listDocuments(estate.foreign.as('billing'))).toEqual([])
    await expect(listDocuments(estate.own.as('technical'))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('is unchanged when billed again', async () => {
    const before = await documents()
    expect(await bill('2026-10', new Date('2026-11-09T06:00:00Z'))).toMatchObject({ state: 'already_billed' })
    expect(await bill('2026-10', new Date('2026-11-09T06:00:00Z'), 'draft')).toMatchObject({
      state: 'already_billed',
    })
    expect(await documents()).toEqual(before)
  })

  test('with late usage is corrected by the next month, in separate lines', async () => {
    // It stopped on 11 October at noon, recorded in November; its disk continued.
    const stopped = new Date('2026-10-11T10:00:00Z')
    await withSystem(workerAt(closing), (tx) =>
      closeUsage(tx, server, ['compute'], stopped, new Date('2026-11-05T08:00:00Z')),
    )
    // Another one ran for an unreported hour.
    const late = await addInstance(estate, { name: 'late-1', state: 'creating' })
    await withSystem(workerAt(closing), async (tx) => {
      const [row] = await tx.execute<Record<string, never>>(
        `select id, organisation_id as "organisationId", project_id as "projectId", bundle_id as "bundleId", order_line_id as "orderLineId" from instances where id = '${late}'`,
      )
      if (!row) throw new Error('it was just made')
      const at = new Date('2026-10-20T08:00:00Z')
      const recordedAt = new Date('2026-11-05T09:00:00Z')
      await openUsage(tx, { resource: row as never, meters: ['compute'], at, recordedAt })
      await closeUsage(tx, late, 'all', new Date('2026-10-20T09:00:00Z'), recordedAt)
    })
    // The credit would exceed November's total: staff decide, and no number is lost.
    const series = () => query('select series, last_number from document_series order by series')
    const numbers = await series()
    await expect(bill('2026-11', new Date('2026-12-03T06:00:00Z'))).rejects.toMatchObject({
      code: 'not_billable',
      field: 'total',
    })
    expect(await series()).toEqual(numbers)
    await addInstance(estate, { name: 'big-1', bundle: 'large', at: new Date('2026-10-31T23:00:00Z') })
    const billed = await bill('2026-11', new Date('2026-12-03T06:00:00Z'))
    const [, document] = await documents()
    if (!document) throw new Error('November was billed')
    const { lines, totals } = await contentOf(document.id)
    expect(lines.map(({ kind, label, netCents }) => [kind, label, netCents])).toEqual([
      ['usage', 'large · calcul', 3_528n],
      ['usage', 'large · disque système', 446n],
      ['usage', 'small · disque système', 223n],
      // 240 hours are 588 cents instead of the 1,764 of a whole month.
      ['late_usage', 'small · calcul · régularisation d’octobre 2026', -1_176n],
      ['late_usage', 'small · calcul · régularisation d’octobre 2026', 2n],
    ])
    expect(totals.netCents).toBe(billed.netCents)
  })
})

describe('a missing prerequisite of an invoice', () => {
  test.each([
    [
      'legalAddress',
      `update organisations set legal_address = legal_address || '{"city": ""}' where id = $1`,
    ],
    [
      'legalAddress',
      `update organisations set legal_address = legal_address || '{"city": "Cayenne", "countryCode": "FR", "postcode": "973"}' where id = $1`,
    ],
    ['seller', `delete from billing_sellers where $1 <> ''`],
  ])('%s is reported, and no number is taken', async (field, spoil) => {
    const foreign = estate.foreign.organisationId
    const before = await query('select * from document_series order by series')
    await query(spoil, foreign)
    await expect(
      billOrganisation(workerAt(closing), { organisationId: foreign, period: '2026-10', mode: 'final' }),
    ).rejects.toMatchObject({ code: 'not_billable', field })
    expect(await query('select * from document_series order by series')).toEqual(before)
  })
})

describe('an issued document', () => {
  test.each([
    'update billing_documents set gross_cents = 0, net_cents = 0, vat_cents = 0',
    'delete from billing_documents',
    'truncate billing_document_lines',
    'update billing_document_lines set net_cents = 0',
    'delete from billing_document_lines',
    'update ledger_entries set debit_cents = debit_cents + 1 where debit_cents > 0',
    'delete from ledger_transactions',
    'update document_series set last_number = last_number + 2',
    'delete from billed_months',
  ])('cannot be changed even by the owner of the tables: %s', async (statement) => {
    await expect(query(statement)).rejects.toThrow(/never changes|append-only|follow each other/)
  })

  test('has the hash of exactly the stored text', async () => {
    const wrong = await query(
      "select number from billing_documents where content_sha256 <> encode(sha256(convert_to(content::text, 'UTF8')), 'hex')",
    )
    expect(wrong).toEqual([])
  })
})
