import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { billingInvariants } from '~/db/invariants/billing'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import { closeUsage } from '~/lib/usage'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { creditInvoice } from '../concessions/credit-invoice'
import { decodeDocument } from '../invoices/document-codec'
import { billOrganisation } from '../runs/bill-organisation'
import { listCorrectedUse, listIssuedUse } from '../service-credits/queries/service-credits'
import { makeSeller } from '../testing/seller'
import { planDelivery } from './plan-delivery'
import { replaceInvoice } from './replace-invoice'

const { sql } = useTestDatabase()
/** Dates of a series never decrease, and all tests here share one series. */
const issuedAt = new Date('2026-12-03T06:00:00Z')
const minuteAfter = addSeconds(issuedAt, 60)
const nextRun = addSeconds(issuedAt, 120)
let estate: Estate
let staffId: Id<'staff'>
let buyer: TestBuyer
let server: Id<'instance'>

beforeAll(async () => {
  process.env.PORTAL_URL = 'https://andromede.example'
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 512 } })
  await makeSeller(sql)
  staffId = (await makeStaff(sql, ['accountant'])).staffId
})
afterAll(async () => {
  for (const { name, statement } of billingInvariants)
    expect([...(await sql.unsafe(statement))], name).toEqual([])
})
beforeEach(async () => {
  buyer = await makeBuyer(sql)
  server = await addInstance(estate, { of: buyer, at: new Date('2026-10-01T10:00:00Z') })
})

const accountant = () => staffTestContext(staffId, ['accountant'], issuedAt)
const bill = (period: string, at: Date) =>
  billOrganisation(workerAt(at), { organisationId: buyer.organisationId, period, mode: 'final' })
const documents = () => sql<
  { id: Id<'invoice'>; kind: string; number: string; net: number; content: unknown }[]
>`
  select id, kind, number, net_cents::int as net, content from billing_documents where organisation_id = ${buyer.organisationId} order by kind desc, number`
/** Invoices October and has it refused: by its buyer (210), or by a platform before. */
async function refused(statusCode: number | null) {
  await bill('2026-10', issuedAt)
  const [invoice] = await documents()
  if (!invoice) throw new Error('something was used')
  await planDelivery(workerAt(issuedAt), { documentId: invoice.id })
  const [delivery] = await sql<{ id: Id<'delivery'> }[]>`
    update document_deliveries set state = 'rejected', status_code = ${statusCode}, next_attempt_at = null
    where document_id = ${invoice.id} and channel <> 'mail' returning id`
  if (!delivery) throw new Error('a company is invoiced by a platform')
  return { invoice, input: { deliveryId: delivery.id, reason: 'Bon de commande inconnu' } }
}

test('a refused invoice is cancelled and reissued once, also under concurrent clicks', async () => {
  const { invoice, input } = await refused(210)
  await sql`update organisations set legal_address = jsonb_set(legal_address, '{city}', '"Brest"') where id = ${buyer.organisationId}`
  const pressed = await Promise.allSettled(
    Array.from({ length: 5 }, () => replaceInvoice(accountant(), { ...input, purchaseOrder: 'BC-77' })),
  )
  const done = pressed.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  expect(done).toHaveLength(1)
  for (const each of pressed)
    if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'state_forbids' })
  const made = await documents()
  expect(made.map(({ kind, net }) => [kind, net])).toEqual([
    ['invoice', invoice.net],
    ['invoice', invoice.net],
    ['credit_note', invoice.net],
  ])
  const again = decodeDocument(made[1]?.content)
  expect(again).toMatchObject({
    references: { purchaseOrder: 'BC-77' },
    buyer: { address: { city: 'Brest' } },
  })
  expect(again.lines.map(({ references }) => references?.purchaseOrder)).toEqual(['BC-77', 'BC-77'])
  expect(again.legal.other.at(-1)).toBe(
    `Remplace la facture ${invoice.number}, annulée par l’avoir ${made[2]?.number}.`,
  )
  expect(done[0]).toEqual({ id: made[1]?.id, number: made[1]?.number })
})

test.each([
  [210, ['mail', 'platform']],
  [213, ['mail']],
  [null, ['mail']],
])('a credit note goes where the invoice was accepted: refused by %s, by %o', async (code, channels) => {
  const { input } = await refused(code)
  await replaceInvoice(accountant(), input)
  for (const { id } of await documents()) await planDelivery(workerAt(issuedAt), { documentId: id })
  const sent = await sql<{ kind: string; channel: string }[]>`
    select b.kind, d.channel from document_deliveries d join billing_documents b on b.id = d.document_id
    where d.organisation_id = ${buyer.organisationId} order by b.finalised_at, b.kind, d.channel`
  expect(sent.filter(({ kind }) => kind === 'credit_note').map(({ channel }) => channel)).toEqual(channels)
  expect(sent.filter(({ kind }) => kind === 'invoice')).toHaveLength(4)
})

const stopsLate = (at: string) =>
  withSystem(workerAt(minuteAfter), (tx) => closeUsage(tx, server, ['compute'], new Date(at), minuteAfter))
const lateCents = async () =>
  (
    await sql<{ net: number }[]>`
      select l.net_cents::int as net from billing_document_lines l join billing_documents d on d.id = l.document_id
      where d.organisation_id = ${buyer.organisationId} and d.period = '2026-11' and l.kind = 'late_usage'`
  ).map(({ net }) => net)

/** Billed lines of the month, the base of service credits. */
const useOfOctober = () =>
  withSystem(workerAt(minuteAfter), (tx) =>
    Promise.all([
      listIssuedUse(tx, buyer.organisationId, '2026-10'),
      listCorrectedUse(tx, buyer.organisationId, '2026-10'),
    ]),
  )

test('the month counts as invoiced once', async () => {
  const { input } = await refused(210)
  const before = await useOfOctober()
  await replaceInvoice(accountant(), input)
  expect(await useOfOctober()).toEqual(before)
  await bill('2026-11', nextRun)
  expect(await lateCents()).toEqual([])
})

test('late usage is credited once, also after two replacements', async () => {
  const { input } = await refused(210)
  const { id } = await replaceInvoice(accountant(), input)
  await planDelivery(workerAt(issuedAt), { documentId: id })
  const [second] = await sql<{ id: Id<'delivery'> }[]>`
    update document_deliveries set state = 'rejected', status_code = 213 where document_id = ${id} and channel <> 'mail' returning id`
  await replaceInvoice(accountant(), { ...input, deliveryId: second?.id ?? '' })
  await stopsLate('2026-10-31T00:00:00Z')
  await bill('2026-11', nextRun)
  const late = await lateCents()
  // Ten hours of the 720 billed at most: 1,739.5 cents, rounded, instead of 1,764.
  expect(late).toEqual([-24])
})

test('an amount that staff credited on the new number is not credited again', async () => {
  const { input } = await refused(210)
  const { id } = await replaceInvoice(accountant(), input)
  await creditInvoice(accountant(), { documentId: id, position: 1, amount: 1_000n, reason: 'Arrêt du 31' })
  await stopsLate('2026-10-31T00:00:00Z')
  await bill('2026-11', nextRun)
  expect((await lateCents()).filter((cents) => cents !== 0)).toEqual([])
})

test('an invoice credited or paid in part cannot be replaced, nor one that was not refused', async () => {
  const { invoice, input } = await refused(210)
  await creditInvoice(accountant(), { documentId: invoice.id, position: 1, amount: 10n, reason: 'Geste' })
  await expect(replaceInvoice(accountant(), input)).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'replaced_is_touched' },
  })
  await sql`update document_deliveries set state = 'accepted' where id = ${input.deliveryId}`
  await expect(replaceInvoice(accountant(), input)).rejects.toMatchObject({
    params: { reason: 'delivery_not_open' },
  })
  await expect(
    replaceInvoice(staffTestContext(staffId, ['moderator'], issuedAt), input),
  ).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(await documents()).toHaveLength(2)
})
