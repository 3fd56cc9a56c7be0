import { beforeAll, describe, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { readReceivables, setVatRegime } from '../invoices/receivables'
import { billOrganisation } from '../runs/bill-organisation'
import { makeSeller } from '../testing/seller'
import { creditInvoice } from './credit-invoice'
import { decideConcession, grantConcession, listConcessions } from './grant-concession'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate
let invoice: Id<'invoice'>
const at = new Date('2026-11-10T09:00:00Z')
const [first, second, third, fourth] = [newId('staff'), newId('staff'), newId('staff'), newId('staff')]
const as = (staffId: Id<'staff'>) => staffTestContext(staffId, ['accountant'], at)
const reason = 'Panne du 12 octobre'

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
  await makeSeller(sql)
  for (const id of [first, second, third, fourth]) await makeStaff(sql, ['accountant'], { id })
  await addInstance(estate, { bundle: 'wide', at: new Date('2026-10-01T10:00:00Z') })
  await addInstance(estate, { bundle: 'wide', at: new Date('2026-10-01T10:00:00Z') })
  await billOrganisation(workerAt(new Date('2026-11-03T06:00:00Z')), {
    organisationId: estate.own.organisationId,
    period: '2026-10',
    mode: 'final',
  })
  const [row] = await query<{ id: Id<'invoice'> }>('select id from billing_documents')
  if (!row) throw new Error('October was billed')
  invoice = row.id
})

const credits = () =>
  query<{ number: string; net: number }>(
    "select number, net_cents::int as net from billing_documents where kind = 'credit_note' order by number",
  )

describe('a credit note', () => {
  test('below the limit is issued at once, with positive amounts in the ledger and in its lines', async () => {
    expect(
      await creditInvoice(as(first), { documentId: invoice, position: 1, amount: 1_000n, reason }),
    ).toMatchObject({
      outcome: 'issued',
      document: { number: 'AVO-2026-000001' },
    })
    expect(await credits()).toEqual([{ number: 'AVO-2026-000001', net: 1_000 }])
    const [customer] = await query<{ balance: number }>(
      "select balance_cents::int as balance from ledger_balances where account = '411000'",
    )
    const [gross] = await query<{ gross: number }>(
      "select sum(case kind when 'invoice' then gross_cents else -gross_cents end)::int as gross from billing_documents",
    )
    expect(customer?.balance).toBe(gross?.gross)
  })

  test('of more than the rest of a line is rejected and takes no number', async () => {
    await expect(
      creditInvoice(as(first), { documentId: invoice, position: 1, amount: 9_999_999n, reason }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'amount',
      params: { reason: 'credit_too_much', position: '1' },
    })
    expect(await credits()).toHaveLength(1)
  })

  test('above the limit waits for a second approver, who cannot be the proposer', async () => {
    expect(await creditInvoice(as(first), { documentId: invoice, reason })).toEqual({
      outcome: 'proposed',
      because: 'amount',
    })
    expect(await credits()).toHaveLength(1)
    const [proposed] = await listConcessions(as(first))
    if (!proposed) throw new Error('it was just proposed')
    expect(proposed).toMatchObject({ state: 'proposed', needsAnother: true })
    const decision = { concessionId: proposed.id, decision: 'agreed' } as const
    await expect(decideConcession(as(first), decision)).rejects.toMatchObject({ code: 'forbidden' })
    // By then less is left, and the concession records the amount actually credited.
    await creditInvoice(as(second), { documentId: invoice, position: 1, amount: 500n, reason })
    await decideConcession(as(second), decision)
    const [given] = await query<{ used: number }>(
      'select used_cents::int as used from billing_concessions where id = $1',
      proposed.id,
    )
    expect(given?.used).toBe((await credits()).at(-1)?.net)
    await expect(decideConcession(as(second), decision)).rejects.toMatchObject({ code: 'state_forbids' })
    // The rest of the invoice: nothing is owed afterwards.
    const balances = await query<{ balance: number }>(
      'select balance_cents::int as balance from ledger_balances',
    )
    expect(balances.every(({ balance }) => balance === 0)).toBe(true)
    await expect(creditInvoice(as(first), { documentId: invoice, reason })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

test('a gesture reduces the next invoice to zero at the lowest, and the remainder reduces the one after', async () => {
  const organisationId = estate.own.organisationId
  await addInstance(estate, { bundle: 'small', at: new Date('2026-10-31T23:00:00Z') })
  await query(
    'update usage_intervals set ended_at = $1, closed_recorded_at = $1 where ended_at is null and micro_cents_per_hour > 3000000',
    '2026-10-31T23:00:00Z',
  )
  await query(
    'update usage_intervals set ended_at = $1, closed_recorded_at = $1 where ended_at is null and micro_cents_per_hour = 620011',
    '2026-10-31T23:00:00Z',
  )
  expect(
    await grantConcession(as(first), { organisationId, kind: 'gesture', amount: 2_500n, reason }),
  ).toEqual({
    state: 'agreed',
  })
  const bill = (period: string, when: string) =>
    billOrganisation(workerAt(new Date(when)), { organisationId, period, mode: 'final' })
  expect((await bill('2026-11', '2026-12-03T06:00:00Z')).netCents).toBe(0n)
  expect((await bill('2026-12', '2027-01-03T06:00:00Z')).netCents).toBe(2n * 1_987n - 2_500n)
  expect(
    await query("select state, used_cents::int as used from billing_concessions where kind = 'gesture'"),
  ).toEqual([{ state: 'carried_out', used: 2_500 }])
})

test('a customer with an exemption certificate is invoiced without VAT, with the legal mention, and owes the amount on the desk', async () => {
  const { organisationId } = estate.foreign
  await setVatRegime(as(first), { organisationId, regime: 'franchise', certificate: 'AI2 2026-17' })
  await addInstance(estate, { of: estate.foreign, at: new Date('2026-10-01T10:00:00Z') })
  await billOrganisation(workerAt(new Date('2027-01-12T06:00:00Z')), {
    organisationId,
    period: '2026-10',
    mode: 'final',
  })
  const [row] = await query<{ content: { vat: unknown; legal: { other: string[] } } }>(
    'select content from billing_documents where organisation_id = $1',
    organisationId,
  )
  expect(row?.content.vat).toMatchObject([
    { category: 'E', rateBasisPoints: 0, vatCents: '0', exemption: { code: 'VATEX-FR-CGI275' } },
  ])
  expect(row?.content.legal.other.join(' ')).toContain('AI2 2026-17')
  const later = staffTestContext(first, ['accountant'], new Date('2027-03-20T09:00:00Z'))
  const { customers } = await readReceivables(later)
  const owed = customers.find((each) => each.organisationId === organisationId)
  expect(owed).toMatchObject({
    vatRegime: 'franchise',
    openCents: '1987',
    owed: { to60: '1987', current: '0' },
  })
})

describe('the daily limit of one person', () => {
  const gesture = (staffId: Id<'staff'>, amount: bigint, when = at) =>
    grantConcession(staffTestContext(staffId, ['accountant'], when), {
      organisationId: estate.foreign.organisationId,
      kind: 'gesture',
      amount,
      reason,
    })
  const limit = async () => {
    const [row] = await query<{ cents: number }>(
      'select four_eyes_from_cents::int as cents from billing_sellers',
    )
    return BigInt(row?.cents ?? 0)
  }

  test('counts gestures and later credit notes together until midnight in Paris', async () => {
    const half = (await limit()) / 2n
    expect(await gesture(third, half)).toEqual({ state: 'agreed' })
    expect(await gesture(third, half - 500n)).toEqual({ state: 'agreed' })
    expect(await gesture(third, 500n)).toEqual({ state: 'proposed', because: 'day' })
    // A pending concession does not count, so a smaller one may still be granted.
    expect(await gesture(third, 100n)).toEqual({ state: 'agreed' })
    const [row] = await query<{ id: Id<'invoice'> }>(
      "select id from billing_documents where kind = 'invoice' and organisation_id = $1",
      estate.foreign.organisationId,
    )
    if (!row) throw new Error('its October was billed')
    const credit = { documentId: row.id, position: 1, amount: 450n, reason }
    expect(await creditInvoice(as(third), credit)).toEqual({ outcome: 'proposed', because: 'day' })
    expect(await gesture(second, half)).toEqual({ state: 'agreed' })
    expect(await gesture(third, half, new Date('2026-11-10T22:59:59Z'))).toMatchObject({ state: 'proposed' })
    expect(await gesture(third, half, new Date('2026-11-10T23:00:00Z'))).toEqual({ state: 'agreed' })
  })

  test('is counted under a lock', async () => {
    const third = (await limit()) / 3n + 1n
    // Hold all writes until each call waits, for the table or for the call that counts before it.
    const states = await database.sql.begin(async (tx) => {
      await tx`lock table billing_concessions in share row exclusive mode`
      const given = Promise.all([1, 2, 3, 4].map(() => gesture(fourth, third)))
      await expect.poll(() => countWaiting(tx)).toBe(4)
      return { given }
    })
    expect((await states.given).filter(({ state }) => state === 'agreed')).toHaveLength(2)
  })
})
