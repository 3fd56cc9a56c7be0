import { beforeAll, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { billingInvariants } from '~/db/invariants/billing'
import { meteringInvariants } from '~/db/invariants/metering'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openSystemExport, readCosts, readEvidence } from '~/lib/billing'
import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { monthToDateCents, receiveMetering } from '~/lib/usage'
import { asLines, meterContext, type ReportedEvent } from '~/lib/usage/traffic/testing/meters'
import { type Estate, workerAt } from '~/testing/estate'
import { decodeDocument } from '../invoices/document-codec'
import { findDocument } from '../queries/documents'
import { makeMeteredEstate } from '../testing/metered-estate'
import { billOrganisation } from './bill-organisation'

const { sql } = useTestDatabase()
const gibibyte = 1_073_741_824
const closing = { october: new Date('2026-11-03T06:00:00Z'), november: new Date('2026-12-03T06:00:00Z') }
let estate: Estate
let secret: string
let server: Id<'instance'>

beforeAll(async () => {
  ;({ estate, secret } = await makeMeteredEstate(sql, { includedMebibytes: 1_048_576n }))
  server = await addInstance(estate, { name: 'web-1', at: new Date('2026-10-01T10:00:00Z') })
})

const take = (at: string, gibibytes: number, receivedAt: string) => {
  const one: ReportedEvent = {
    key: `${at} ${gibibytes}`.replaceAll(' ', '/'),
    resourceId: server,
    at: new Date(at),
    quantity: gibibytes * gibibyte,
  }
  return receiveMetering(meterContext(new Date(receivedAt)), { secret, text: asLines([one, one]) })
}
const bill = (period: string, at: Date) =>
  billOrganisation(workerAt(at), { organisationId: estate.own.organisationId, period, mode: 'final' })
async function issued(period: string) {
  const [row] = await sql<{ id: Id<'invoice'> }[]>`
    select id from billing_documents where period = ${period} and state = 'final'`
  if (!row) throw new Error(`nothing was issued of ${period}`)
  const document = await withSystem(workerAt(closing.november), (tx) => findDocument(tx, row.id))
  return { id: row.id, content: decodeDocument(document?.content) }
}

test('traffic beyond the allowance is a line of the invoice, with its evidence', async () => {
  await take('2026-10-10T08:00:00Z', 900, '2026-10-10T08:01:00Z')
  await take('2026-10-20T08:00:00Z', 200, '2026-10-20T08:01:00Z')
  // From the first hour of November in Paris, which is another month.
  await take('2026-10-31T23:00:00Z', 5, '2026-11-01T00:00:00Z')
  const during = estate.own.as('owner', new Date('2026-10-25T08:00:00Z'))
  const shown = await readCosts(during, { by: 'meter' })
  expect(shown.rows.find(({ key }) => key === 'traffic_out')).toMatchObject({ cents: '76' })
  const total = shown.rows.reduce((sum, row) => sum + BigInt(row.cents), 0n)
  expect(await withOrganisation(during, (tx, id) => monthToDateCents(tx, id, during.now))).toBe(total)
  await bill('2026-10', closing.october)
  const { id, content } = await issued('2026-10')
  const line = content.lines.find(({ meter }) => meter === 'traffic_out')
  expect(line).toMatchObject({
    label: 'Trafic sortant',
    kind: 'usage',
    usedMebibytes: 1_126_400n,
    includedMebibytes: 1_048_576n,
    billedMebibytes: 77_824n,
    microCentsPerGibibyte: 1_000_000n,
    netCents: 76n,
    period: { from: '2026-10-10T08:00:00.000Z', to: '2026-10-20T09:00:00.000Z' },
  })
  const evidence = await readEvidence(during, { documentId: id, position: line?.position ?? 0 })
  expect(evidence).toMatchObject({
    intervals: [],
    days: [
      { day: '2026-10-10', mebibytes: 921_600 },
      { day: '2026-10-20', mebibytes: 204_800 },
    ],
  })
})

test('traffic reported after the month is closed is a line of the next invoice, once', async () => {
  await take('2026-10-21T08:00:00Z', 50, '2026-11-04T08:00:00Z')
  // Below the paid minimum: no line.
  await bill('2026-11', closing.november)
  const { content } = await issued('2026-11')
  expect(
    content.lines
      .filter(({ meter }) => meter === 'traffic_out')
      .map((line) => [line.kind, line.label, line.netCents]),
  ).toEqual([['late_usage', 'Trafic sortant · régularisation d’octobre 2026', 50n]])
  await bill('2026-12', new Date('2027-01-03T06:00:00Z'))
  const december = await issued('2026-12')
  expect(december.content.lines.filter(({ meter }) => meter === 'traffic_out')).toEqual([])
})

async function focusRows(period: string) {
  const { stream } = await openSystemExport(workerAt(closing.november), {
    kind: 'focus',
    format: 'csv',
    period,
    organisationId: null,
  })
  let text = ''
  for await (const chunk of stream) text += Buffer.from(chunk).toString('utf8')
  const fieldsOf = (row: string) =>
    [...`${row},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? '',
    )
  const [names = [], ...lines] = text.trim().split(/\r?\n/).map(fieldsOf)
  const rows = lines.map((fields) => Object.fromEntries(fields.map((field, at) => [names[at] ?? '', field])))
  return rows
}

test('the accountant’s export states traffic in gibibytes and adds up to the invoice', async () => {
  const rows = await focusRows('2026-11')
  expect(rows.find(({ SkuMeter }) => SkuMeter === 'traffic_out')).toMatchObject({
    BilledCost: '0.76',
    ChargeCategory: 'Usage',
    ConsumedQuantity: '1100',
    ConsumedUnit: 'GiB',
    PricingQuantity: '76',
    PricingUnit: 'GiB',
    ContractedUnitPrice: '0.01',
    ServiceCategory: 'Networking',
    SkuId: 'traffic_out',
  })
  const { content } = await issued('2026-10')
  const sum = rows.reduce((cents, { BilledCost }) => cents + Math.round(Number(BilledCost) * 100), 0)
  expect(BigInt(sum)).toBe(content.totals.grossCents)
})

test('a month’s line about an earlier invoiced month is marked as a correction', async () => {
  const rows = await focusRows('2026-12')
  const classes = rows.map(({ ChargeDescription = '', ChargeClass }) => [
    ChargeDescription.includes('régularisation'),
    ChargeClass,
  ])
  expect(classes).toContainEqual([true, 'Correction'])
  expect(classes.filter(([isLate]) => !isLate).map(([, each]) => each)).not.toContain('Correction')
})

test('every invariant of money and metering holds', async () => {
  for (const { name, statement } of [...billingInvariants, ...meteringInvariants])
    expect([name, [...(await sql.unsafe(statement))]]).toEqual([name, []])
})
