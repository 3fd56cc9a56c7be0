import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { issueDocument } from '../exports/testing/issue-document'
import type { IssuedDocument } from '../invoices/issued-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { undoMovement } from '../payments/decide-movement'
import { importStatement } from '../payments/import-statement'
import { planPayment } from '../payments/plan-debit'
import { type Books, makeBooks } from '../payments/testing/books'
import { afnorPlatform } from './afnor-platform'
import { deliverDocuments } from './deliver-documents'
import { planDelivery } from './plan-delivery'
import type { EInvoicePlatform } from './platform'
import { inspectDeliveries, listPaymentReports, readDeliveries } from './read-deliveries'
import { reportPayments } from './report-payments'
import { retryPaymentReport } from './retry-payment-report'
import { type AfnorServer, startAfnorServer } from './testing/afnor-server'
import { collectedIn } from './testing/cdar-oracle'

const { sql } = useTestDatabase()
let books: Books
let afnor: AfnorServer
let now = new Date('2026-11-20T09:00:00Z')
let issued = 0

beforeAll(async () => {
  process.env.PORTAL_URL = 'https://andromede.example'
  books = await makeBooks(sql)
  afnor = await startAfnorServer()
})
afterAll(async () => {
  afnor?.close()
})
afterEach(async () => {
  const broken = (await checkInvariants(books.sql)).filter(({ name }) => name === 'payments_told')
  expect(broken).toEqual([])
})
beforeEach(async () => {
  // One invoice at a time: stop polling those of earlier tests.
  await books.sql`update document_deliveries set next_attempt_at = null`
  await books.sql`update payment_reports set next_attempt_at = null`
  afnor.refuseWith = null
})

const platformWith = (over: Partial<EInvoicePlatform> = {}) => {
  const platform = {
    ...afnorPlatform({
      baseUrl: afnor.url,
      tokenUrl: `${afnor.url}/token`,
      clientId: 'andromede',
      clientSecret: afnor.secret,
      timeoutMs: 5_000,
      clock: () => now.getTime(),
    }),
    ...over,
  }
  return async () => platform
}
const deliver = async () => {
  now = addSeconds(now, 400)
  await deliverDocuments(systemTestContext(now), platformWith())
}
const tell = async (using = platformWith(), seconds = 400) => {
  now = addSeconds(now, seconds)
  await reportPayments(systemTestContext(now), using)
}

/** 141.70 € at two rates, with VAT due on payment. */
async function issue(over: Partial<IssuedDocument> = {}) {
  issued += 1
  const number = `FAC-2026-${String(issued).padStart(6, '0')}`
  const example = exampleDocument()
  const totals = {
    ...example.totals,
    netCents: 12_000n,
    vatCents: 2_170n,
    grossCents: 14_170n,
    dueCents: 14_170n,
  }
  const [customer] = books.organisations
  const documentId = await issueDocument(
    books.sql,
    { sellingEntityId: books.sellingEntityId, organisationId: customer.organisationId },
    exampleDocument({
      number,
      buyer: { ...example.buyer, kind: 'company' },
      vatOnDebits: false,
      totals,
      vat: [
        { category: 'S', rateBasisPoints: 2_000, baseCents: 10_000n, vatCents: 2_000n },
        { category: 'S', rateBasisPoints: 850, baseCents: 2_000n, vatCents: 170n },
      ],
      ...over,
    }),
    now,
  )
  return { number, documentId }
}
/** Deposited with and accepted by the platform. */
async function send(documentId: Id<'invoice'>) {
  await planDelivery(systemTestContext(now), { documentId })
  await deliver()
  const [row] =
    await books.sql`select id from document_deliveries where document_id = ${documentId} and channel = 'platform'`
  if (row) afnor.acknowledge(`${row.id}`, { status: 'Ok' })
  await deliver()
}
const pay = (number: string, cents: bigint, words = 'VIR') =>
  importStatement(books.accountant(now), books.statementOf([{ cents, text: `${words} ${number}` }]))
const reportedFor = (number: string) =>
  afnor.flows
    .filter(({ name, flowSyntax }) => flowSyntax === 'CDAR' && name.startsWith(`${number}-212`))
    .map(({ original }) => collectedIn(original))
const reportsOf = (documentId: Id<'invoice'>) =>
  books.sql`select state, cents::int, before_cents::int as before, failure_code as failure from payment_reports where document_id = ${documentId} order by created_at, id`
const latestId = async (documentId: Id<'invoice'>) => {
  const [row] =
    await books.sql`select id from payment_reports where document_id = ${documentId} order by created_at desc, id desc limit 1`
  return `${row?.id}` as Id<'paymentReport'>
}

describe('a platform that holds an invoice', () => {
  test('gets a report of kept credit dated on the day it pays the invoice, not the day it was received', async () => {
    const first = await issue()
    await pay(first.number, 20_000n)
    now = addSeconds(now, 2 * 86_400)
    const next = await issue()
    await send(next.documentId)
    await planPayment(systemTestContext(now), next.documentId)
    const rows = await books.sql`
      select cents::int, occurred_on::text as day from payment_reports where document_id = ${next.documentId}`
    expect([...rows]).toEqual([{ cents: 5_830, day: parisDay(now) }])
    const [movement] =
      await books.sql`select booked_on::text as day from bank_movements order by id desc limit 1`
    expect(movement?.day).not.toBe(parisDay(now))
  })

  test('gets no report of kept credit that pays an invoice issued before a loss, until two people decide', async () => {
    const first = await issue()
    // The invoice of the test above is paid first.
    await pay(first.number, 28_340n)
    const next = await issue()
    await send(next.documentId)
    now = addSeconds(now, 2 * 86_400)
    const began = addSeconds(now, -86_400)
    await books.sql`insert into recoveries (id, reason, found_identity, began_at, ended_at, data_lost)
      values (${newId('recovery')}, 'new_timeline', app.database_identity(), ${began}, ${began}, true)`
    await planPayment(systemTestContext(now), next.documentId)
    const doubts =
      await books.sql`select kind from doubtful_sendings d join payment_reports r on r.id = d.subject
      where r.document_id = ${next.documentId}`
    await books.sql`delete from doubtful_sendings`
    await books.sql`delete from recoveries`
    expect([...doubts]).toEqual([{ kind: 'payment_report' }])
  })

  test('gets one report per payment, split by rate, including returned money', async () => {
    const { number, documentId } = await issue()
    await send(documentId)
    await pay(number, 7_085n, 'ACOMPTE')
    await pay(number, 7_085n, 'SOLDE')
    for (const _ of [1, 2, 3, 4]) await tell()
    expect(reportedFor(number)).toEqual([
      { '20.00': 6_000, '8.50': 1_085 },
      { '20.00': 6_000, '8.50': 1_085 },
    ])
    const [movement] =
      await books.sql`select id from bank_movements where text = ${`SOLDE ${number}`} order by id desc limit 1`
    await undoMovement(books.accountant(now), {
      movementId: `${movement?.id}` as Id<'bankMovement'>,
      note: 'Rappelé par le payeur',
    })
    for (const _ of [1, 2]) await tell()
    expect(reportedFor(number).at(-1)).toEqual({ '20.00': -6_000, '8.50': -1_085 })
    expect(await reportsOf(documentId)).toMatchObject([
      { state: 'accepted', cents: 7_085, before: 0 },
      { state: 'accepted', cents: 7_085, before: 7_085 },
      { state: 'accepted', cents: -7_085, before: 14_170 },
    ])
    const [first, second] = books.organisations
    const seen = await readDeliveries(books.as(first, 'owner', now), { documentId })
    expect(seen.find(({ channel }) => channel === 'platform')?.payments).toMatchObject([
      { cents: '7085', state: 'accepted' },
      { cents: '7085', state: 'accepted' },
      { cents: '-7085', state: 'accepted' },
    ])
    expect(await readDeliveries(books.as(second, 'owner', now), { documentId })).toEqual([])
  })

  test('gets a report of earlier payments once it has accepted the invoice', async () => {
    const { number, documentId } = await issue()
    await pay(number, 14_170n)
    await planDelivery(systemTestContext(now), { documentId })
    await planDelivery(systemTestContext(now), { documentId })
    await tell()
    expect(reportedFor(number)).toEqual([])
    await send(documentId)
    await tell()
    expect(reportedFor(number)).toEqual([{ '20.00': 12_000, '8.50': 2_170 }])
  })

  test.each([
    ['VAT is due on issue', { vatOnDebits: true }],
    [
      'no VAT is due',
      {
        vat: [
          { category: 'AE', rateBasisPoints: 0, baseCents: 14_170n, vatCents: 0n },
        ] as IssuedDocument['vat'],
      },
    ],
    ['the State pays it', { buyer: { ...exampleDocument().buyer, kind: 'public_body' as const } }],
  ])('gets no report where %s', async (_why, over) => {
    const { number, documentId } = await issue(over)
    await planDelivery(systemTestContext(now), { documentId })
    await pay(number, 14_170n)
    expect(await reportsOf(documentId)).toEqual([])
  })

  test('gets one report from ten concurrent workers', async () => {
    const { number, documentId } = await issue()
    await send(documentId)
    await pay(number, 14_170n)
    now = addSeconds(now, 400)
    await Promise.all(
      Array.from({ length: 10 }, () => reportPayments(systemTestContext(now), platformWith())),
    )
    expect(reportedFor(number)).toHaveLength(1)
  })

  test('gets one report of a payment made while its delivery is planned', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { number, documentId } = await issue()
      await Promise.all([
        planDelivery(systemTestContext(now), { documentId }),
        pay(number, 14_170n),
        planDelivery(systemTestContext(now), { documentId }),
      ])
      expect(await reportsOf(documentId)).toMatchObject([{ cents: 14_170, before: 0 }])
    }
  })

  test('is queried before a report is repeated after a lost answer', async () => {
    const { number, documentId } = await issue()
    await send(documentId)
    await pay(number, 14_170n)
    const { report } = await platformWith()()
    const dying = platformWith({
      report: async (given) => {
        await report?.(given)
        throw new Error('killed before anything was written')
      },
    })
    await tell(dying)
    expect(await reportsOf(documentId)).toMatchObject([{ state: 'waiting' }])
    await tell(platformWith(), 4_000)
    expect(reportedFor(number)).toHaveLength(1)
    expect(await reportsOf(documentId)).toMatchObject([{ state: 'deposited' }])
  })
})

test('that refuses a report leaves it to staff, who send it again under a new id', async () => {
  const { number, documentId } = await issue()
  await send(documentId)
  await pay(number, 14_170n)
  afnor.refuseWith = { status: 422, errorCode: 'InvoiceLCAmountError' }
  await tell()
  expect(await reportsOf(documentId)).toMatchObject([{ state: 'rejected', failure: 'InvoiceLCAmountError' }])
  const [first] = await listPaymentReports(books.accountant(now))
  expect(first).toMatchObject({ documentNumber: number, state: 'rejected', isOpen: true })
  afnor.refuseWith = null
  const id = await latestId(documentId)
  const retry = () => retryPaymentReport(books.accountant(now), { paymentReportId: id })
  await retry()
  await expect(retry()).rejects.toMatchObject({ code: 'state_forbids' })
  await tell()
  await tell()
  expect(reportedFor(number)).toHaveLength(1)
  expect(await reportsOf(documentId)).toMatchObject([{ state: 'accepted', failure: null }])
  const card = await inspectDeliveries(books.accountant(now), { documentId })
  expect(card.find(({ channel }) => channel === 'platform')?.payments).toHaveLength(1)
})

test('gets a repeated report only from staff who may settle payments', async () => {
  const retry = (roles: Parameters<Books['accountant']>[1]) =>
    retryPaymentReport(books.accountant(now, roles), { paymentReportId: 'prp_none' as Id<'paymentReport'> })
  await expect(retry(['support'])).rejects.toMatchObject({ code: 'forbidden' })
  await expect(retry(['accountant'])).rejects.toMatchObject({ code: 'not_found' })
})
