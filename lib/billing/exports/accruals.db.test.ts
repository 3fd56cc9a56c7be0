import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { billOrganisation } from '../runs/bill-organisation'
import { makeSeller } from '../testing/seller'
import { readCosts } from '../usage/read-costs'
import { openExport } from './open-export'
import { readAccruals } from './read-accruals'
import { readExportOffer } from './read-offer'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate
const december = new Date('2026-12-02T09:00:00Z')
const reader = () => estate.own.as('billing', december)

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  await makeSeller(sql)
  // Deducts VAT: it has a VAT number.
  await query(
    `update organisations set vat_number = 'FR44732829320' where id = '${estate.own.organisationId}' returning id`,
  )
  await addInstance(estate, { name: 'web-1', at: new Date('2026-09-01T10:00:00Z') })
  for (const period of ['2026-09', '2026-10'])
    await billOrganisation(workerAt(new Date('2026-11-03T06:00:00Z')), {
      organisationId: estate.own.organisationId,
      period,
      mode: 'final',
    })
})

async function textOf(kind: 'entries' | 'accruals' | 'fec', period: string): Promise<string> {
  const format = kind === 'fec' ? 'txt' : 'entries_csv'
  const { stream } = await openExport(reader(), { kind, format, period })
  let text = ''
  for await (const chunk of stream) text += Buffer.from(chunk).toString('utf8')
  return text
}
/** Debit and credit of each line of a file, as written. */
const amounts = (text: string, separator: string, at: number) =>
  text
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(separator).slice(at, at + 2))

test('usage invoiced after the day accrues the amounts of those invoices', async () => {
  const [invoice] = await query<{ number: string; net: string; vat: string; gross: string }>(
    `select number, net_cents::text as net, vat_cents::text as vat, gross_cents::text as gross from billing_documents where period = '2026-10'`,
  )
  const { rows, lastDay } = await readAccruals(reader(), { period: '2026-10' })
  expect(lastDay).toBe('2026-10-31')
  const october = rows.find((row) => row.invoice === invoice?.number)
  expect(october).toMatchObject({
    account: '613500',
    netCents: invoice?.net,
    vatCents: invoice?.vat,
    grossCents: invoice?.gross,
  })
})

test('a finished month without invoice is rated and offered', async () => {
  const { rows } = await readAccruals(reader(), { period: '2026-11' })
  const { rows: costs } = await readCosts(estate.own.as('billing', new Date('2026-11-30T22:59:59Z')), {
    by: 'project',
  })
  // November has 720 hours: its last second costs less than rounding shows.
  expect(rows.map(({ invoice, netCents }) => [invoice, netCents])).toEqual([[null, costs[0]?.cents]])
  expect((await readExportOffer(reader())).periods).toEqual(['2026-11', '2026-10', '2026-09'])
  await billOrganisation(workerAt(new Date('2026-12-03T06:00:00Z')), {
    organisationId: estate.own.organisationId,
    period: '2026-11',
    mode: 'final',
  })
  const after = await readAccruals(reader(), { period: '2026-11' })
  expect(after.rows.map(({ netCents }) => netCents)).toEqual(rows.map(({ netCents }) => netCents))
  expect(after.rows[0]?.invoice).toMatch(/^FAC-/)
})

test('entries for accounting packages equal those of the FEC, to the cent', async () => {
  const fec = amounts(await textOf('fec', '2026-11'), '\t', 11)
  expect(fec.length).toBe(6)
  expect(amounts(await textOf('entries', '2026-11'), ';', 7)).toEqual(fec)
})

test('accruals are booked on the last day and reversed on the next', async () => {
  const lines = (await textOf('accruals', '2026-10')).trim().split('\r\n').slice(1)
  expect(lines.map((line) => line.split(';').slice(0, 3))).toEqual([
    ['OD', '31/10/2026', '613500'],
    ['OD', '31/10/2026', '445860'],
    ['OD', '31/10/2026', '408100'],
    ['OD', '01/11/2026', '613500'],
    ['OD', '01/11/2026', '445860'],
    ['OD', '01/11/2026', '408100'],
  ])
})

test('another organisation accrues nothing, and a member without access to bills reads none', async () => {
  const other = await readAccruals(estate.foreign.as('billing', december), { period: '2026-10' })
  expect(other.rows).toEqual([])
  await expect(
    readAccruals(estate.own.as('technical', december), { period: '2026-10' }),
  ).rejects.toMatchObject({ code: 'forbidden' })
})
