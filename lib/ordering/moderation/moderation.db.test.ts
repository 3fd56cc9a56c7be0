import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { answerCase, askCase, assignCase, holdCase, notifyModerators, readCases } from '~/lib/moderation'
import { makeBuyer, makeBuyers, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import { makeStaff } from '~/testing/staff'
import {
  addSignatureRule,
  applyModeration,
  decideCases,
  decideOrder,
  defineSellingEntity,
  getOrder,
  getQuote,
  placeOrder,
  readAcceptance,
  readOrderCase,
  shareQuote,
  sweepHolds,
  withdrawOrder,
} from '../index'
import { makeCatalogue, serverOrder, type TestCatalogue, testSeller } from '../testing/order-world'

const { sql } = useTestDatabase()
let zone: TestZone
let smallZone: TestZone
let catalogue: TestCatalogue
let staffId: Id<'staff'>
let moderator: OpContext
let made = 0

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
  zone = await makeZone({ count: 6, vcpu: 50 })
  smallZone = await makeZone({ count: 2, vcpu: 60 })
  catalogue = await makeCatalogue([zone, smallZone])
  await defineSellingEntity(seedContext(), testSeller)
  const person = await makeStaff(sql, ['moderator'], { email: 'moderation@staff.test' })
  staffId = person.staffId
  moderator = person.as()
})
afterAll(async () => {
  // No worker runs here, and the one invoice is inserted as a single row.
  const ofInvoices = ['documents_posted', 'document_hashes', 'document_payments', 'customer_balances']
  const excluded = ['sagas', 'audited_orders', ...ofInvoices]
  expect((await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))).toEqual([])
})

/** An unverified buyer without a cap: 500 € a month are accepted, 20 servers are not. */
async function makeUnknownBuyer(): Promise<TestBuyer> {
  const buyer = await makeBuyer(sql, { spendingCapCents: 100_000_00n })
  await sql`update organisations set directory_status = 'unknown' where id = ${buyer.organisationId}`
  return buyer
}
async function order(ctx: OpContext, quantity: number, quoteDays?: number, where = zone) {
  made += 1
  const input = serverOrder(where, catalogue, { name: `mod-${made}x`, quantity })
  const outcome = await placeOrder(ctx, { ...input, ...(quoteDays && { asQuote: { validDays: quoteDays } }) })
  if (!('orderId' in outcome)) throw new Error(outcome.outcome)
  return outcome
}
async function caseOf(
  orderId: string,
  part: 'waiting' | 'held' | 'asked' = 'waiting',
  ctx = moderator,
  kind: 'order' | null = null,
) {
  const { entries } = await readCases(ctx, { part, kind, assigned: null })
  return entries.find(({ subjectId }) => subjectId === orderId)
}
async function decide(orderId: string, decision: 'accepted' | 'refused', reason = '') {
  const found = (await caseOf(orderId, 'waiting', moderator, 'order')) ?? (await caseOf(orderId))
  if (!found) throw new Error('it is in the queue')
  return decideCases(moderator, { caseIds: [found.id], decision, reason })
}
const readOrder = async (orderId: string) =>
  (
    await sql`select state, accepted_by as by, (select count(*)::int from instances i join order_lines l on l.id = i.order_line_id where l.order_id = o.id) as servers from orders o where id = ${orderId}`
  )[0]
const mails = async (template: string) =>
  (await sql`select recipient from mail_messages where template = ${template} order by id`).map(
    (row) => row.recipient,
  )
const worker = systemTestContext()

test('a rule accepts a small order and is counted; a large one of an unknown buyer waits for a moderator', async () => {
  const buyer = await makeUnknownBuyer()
  const small = await order(buyer.as(), 2)
  expect(small.outcome).toBe('accepted')
  expect(await readOrder(small.orderId)).toMatchObject({ by: 'small', servers: 2 })
  const large = await order(buyer.as(), 20)
  expect(large.outcome).toBe('held')
  expect(await readOrder(large.orderId)).toEqual({ state: 'held', by: null, servers: 0 })
  const entry = await caseOf(large.orderId)
  expect(entry).toMatchObject({
    kind: 'order',
    organisation: 'Atelier Test',
    // Ten in the morning in Paris, a Tuesday.
    dueAt: '2026-11-24T13:00:00.000Z',
    isLate: false,
    summary: { number: large.number, because: ['not_verified', 'over_limit'] },
  })
  expect((await getOrder(buyer.as(), { id: large.orderId })).hold).toMatchObject({
    reasons: ['operator'],
    wait: { waitsFor: 'operator', until: '2026-11-24T13:00:00.000Z', isHeld: false },
  })
  await notifyModerators(worker, { caseId: entry?.id as Id<'moderationCase'> })
  expect(await mails('case-waiting')).toEqual(['moderation@staff.test'])
  expect(await readOrderCase(moderator, { ...buyer, orderId: large.orderId })).toMatchObject({
    buyer: { directoryStatus: 'unknown', orders: 1, committedCents: '7056' },
    room: [{ held: { vcpu: 20 } }],
  })

  await decide(large.orderId, 'accepted')
  await applyModeration(worker, { orderId: large.orderId })
  await applyModeration(worker, { orderId: large.orderId })
  expect(await readOrder(large.orderId)).toMatchObject({ state: 'accepted', by: 'moderator', servers: 20 })
  expect(await caseOf(large.orderId)).toBeUndefined()
  await expect(decide(large.orderId, 'accepted')).rejects.toThrow('it is in the queue')
  const counted = await readAcceptance(moderator, addSeconds(testNow, -86_400))
  expect(counted.rules.find(({ rule }) => rule === 'small')).toMatchObject({
    count: 1,
    alone: 1,
    monthlyCents: '7056',
  })
  expect(counted).toMatchObject({ accepted: 1, others: 0 })
})

test('an order of an organisation suspended since cannot be accepted, nor released by an earlier decision', async () => {
  const buyer = await makeUnknownBuyer()
  const [first, second] = [await order(buyer.as(), 20), await order(buyer.as(), 20)]
  await decide(first.orderId, 'accepted')
  await sql`update organisations set state = 'suspended' where id = ${buyer.organisationId}`
  await applyModeration(worker, { orderId: first.orderId })
  expect(await readOrder(first.orderId)).toMatchObject({ state: 'expired', servers: 0 })
  await expect(decide(second.orderId, 'accepted')).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'buyer_suspended' },
  })
  await decide(second.orderId, 'refused', 'Compte suspendu.')
  await applyModeration(worker, { orderId: second.orderId })
  expect(await readOrder(second.orderId)).toMatchObject({ state: 'refused', servers: 0 })
})

test('a refusal needs a reason, shown to the person who ordered, and releases its capacity', async () => {
  const buyer = await makeUnknownBuyer()
  const { orderId } = await order(buyer.as(), 20)
  await expect(decide(orderId, 'refused')).rejects.toMatchObject({ code: 'invalid_input', field: 'reason' })
  await decide(orderId, 'refused', 'Nous ne savons pas qui vous êtes.')
  await applyModeration(worker, { orderId })
  expect(await readOrder(orderId)).toEqual({ state: 'refused', by: null, servers: 0 })
  const [mail] =
    await sql`select text_body from mail_messages where template = 'order-decided' order by id desc limit 1`
  expect(mail?.text_body).toContain('Nous ne savons pas qui vous êtes.')
  const [{ claims } = { claims: -1 }] =
    await sql`select count(*)::int as claims from allocations where organisation_id = ${buyer.organisationId} and state = 'pending'`
  expect(claims).toBe(0)
})

test("after the buyer's answer the case waits again for its assignee, and every wait is measured", async () => {
  const buyer = await makeUnknownBuyer()
  const { orderId } = await order(buyer.as(), 20)
  const caseId = (await caseOf(orderId))?.id as Id<'moderationCase'>
  await assignCase(moderator, { caseId, staffId })
  const later = staffTestContext(staffId, ['moderator'], addSeconds(testNow, 5 * 3_600))
  await askCase(later, { caseId, question: 'Pour quel projet ?' })
  expect(await mails('case-asked')).toEqual([`${buyer.accountId}@example.test`])
  const view = (await getOrder(buyer.as(), { id: orderId })).hold
  expect(view?.wait).toMatchObject({
    waitsFor: 'applicant',
    until: null,
    thread: [{ kind: 'asked', text: 'Pour quel projet ?', actorName: null }],
  })
  const [stranger2] = await makeBuyers(sql, 1)
  await expect(answerCase((stranger2 as TestBuyer).as(), { caseId, answer: 'Moi' })).rejects.toMatchObject({
    code: 'not_found',
  })
  const reader = buyer.as('reader')
  await expect(answerCase(reader, { caseId, answer: 'Moi' })).rejects.toMatchObject({ code: 'forbidden' })
  const answered = buyer.as('owner', addSeconds(testNow, 6 * 3_600))
  // The conversation about its references is a separate case.
  await sql`insert into moderation_cases (id, organisation_id, project_id, kind, subject_id, summary, state, opened_at)
    values (${newId('moderationCase')}, ${buyer.organisationId}, ${buyer.projectId}, 'references', ${orderId}, '{}', 'waiting', ${testNow})`
  await sql`update orders set reference_check = 'unreachable' where id = ${orderId}`
  expect((await getOrder(buyer.as(), { id: orderId })).referencesWait).toMatchObject({
    waitsFor: 'operator',
    thread: [],
  })
  await sql`delete from moderation_cases where subject_id = ${orderId} and kind = 'references'`
  await answerCase(answered, { caseId, answer: 'Pour la bibliothèque.' })
  await expect(answerCase(answered, { caseId, answer: 'Encore.' })).rejects.toMatchObject({
    code: 'conflict',
  })
  const again = await caseOf(orderId, 'waiting', moderator, 'order')
  expect(again).toMatchObject({ assigned: { id: staffId, name: 'Sacha Test' } })
  expect(again?.id).not.toBe(caseId)
  // Of this case: the question came an hour late. The others of this file were answered at once.
  const { promise } = await readCases(later, { part: 'waiting', kind: null, assigned: 'me' })
  expect(promise.measured - promise.kept).toBe(1)
  await decide(orderId, 'accepted')
  await applyModeration(worker, { orderId })
  expect(await readOrder(orderId)).toMatchObject({ state: 'accepted', servers: 20 })
})

test('the operator announces a new date, not past the order’s own expiry, and then it waits again', async () => {
  const buyer = await makeUnknownBuyer()
  const { orderId } = await order(buyer.as(), 20)
  const caseId = (await caseOf(orderId))?.id as Id<'moderationCase'>
  const hold = (until: string) => holdCase(moderator, { caseId, until, reason: 'Nous attendons un garant.' })
  for (const [until, reason] of [
    ['2026-11-23', 'day_past'],
    ['2026-12-20', 'hold_past_expiry'],
    ['2027-03-01', 'hold_too_long'],
  ] as const)
    await expect(hold(until)).rejects.toMatchObject({ field: 'until', params: { reason } })
  await hold('2026-11-26')
  expect(await caseOf(orderId)).toBeUndefined()
  expect(await caseOf(orderId, 'held')).toMatchObject({ heldUntil: '2026-11-26T23:00:00.000Z' })
  expect((await getOrder(buyer.as(), { id: orderId })).hold?.wait).toMatchObject({
    isHeld: true,
    until: '2026-11-26T23:00:00.000Z',
  })
  const friday = staffTestContext(staffId, ['moderator'], new Date('2026-11-27T08:00:00Z'))
  expect(await caseOf(orderId, 'waiting', friday)).toMatchObject({ isLate: true })
  await withdrawOrder(buyer.as(), { id: orderId })
  expect(await caseOf(orderId, 'waiting', friday)).toBeUndefined()
  await applyModeration(worker, { orderId })
  expect(await readOrder(orderId)).toMatchObject({ state: 'withdrawn', servers: 0 })
})

test('an approver and the operator both decide, in either order', async () => {
  const buyer = await makeUnknownBuyer()
  const approver = (await addMember(sql, buyer, 'approver')).as()
  await addSignatureRule(buyer.as(), { from: 1n, approvals: 1 })
  for (const first of ['operator', 'approver']) {
    const { orderId } = await order(buyer.as(), 16)
    const { contentHash = '' } = (await getOrder(approver, { id: orderId })).hold ?? {}
    const approve = () => decideOrder(approver, { orderId, contentHash, decision: 'approved', reason: '' })
    const accept = async () => {
      await decide(orderId, 'accepted')
      await applyModeration(worker, { orderId })
    }
    await (first === 'operator' ? accept : approve)()
    expect(await readOrder(orderId)).toMatchObject({ state: 'held', servers: 0 })
    await (first === 'operator' ? approve : accept)()
    expect(await readOrder(orderId)).toMatchObject({ state: 'accepted', by: 'moderator', servers: 16 })
  }
})

test("a quote that holds a quarter of a zone is sent after a moderator's review", async () => {
  const buyer = await makeBuyer(sql)
  const small = await order(buyer.as(), 2, 10)
  const large = await order(buyer.as(), 32, 10, smallZone)
  if (small.outcome !== 'quoted' || large.outcome !== 'quoted') throw new Error('both are quotes')
  const { quoteId } = large
  expect((await getQuote(buyer.as(), { quoteId: small.quoteId })).state).toBe('open')
  expect(await getQuote(buyer.as(), { quoteId })).toMatchObject({ state: 'review', maySign: false })
  await expect(shareQuote(buyer.as(), { quoteId })).rejects.toMatchObject({
    params: { reason: 'quote_in_review' },
  })
  const entry = await caseOf(large.orderId)
  expect(entry).toMatchObject({ kind: 'quote', summary: { because: ['large_hold'] } })
  expect(entry?.summary.number).toMatch(/^DEV-/)
  await decide(large.orderId, 'accepted')
  await applyModeration(worker, { orderId: large.orderId })
  expect((await getQuote(buyer.as(), { quoteId })).state).toBe('open')
  await shareQuote(buyer.as(), { quoteId })
})

test('several cases of one kind are decided at once; mixed kinds and read-only roles are refused', async () => {
  const buyer = await makeUnknownBuyer()
  const ids = [await order(buyer.as(), 16), await order(buyer.as(), 17)].map(({ orderId }) => orderId)
  const quoted = await makeBuyer(sql)
  const quote = await order(quoted.as(), 32, 10, smallZone)
  const cases: Id<'moderationCase'>[] = []
  for (const id of [...ids, quote.orderId]) cases.push((await caseOf(id))?.id ?? newId('moderationCase'))
  const all = { caseIds: cases, decision: 'accepted' as const, reason: '' }
  await expect(decideCases(moderator, all)).rejects.toMatchObject({ params: { reason: 'mixed_kinds' } })
  const support = staffTestContext(staffId, ['support'])
  await expect(decideCases(support, all)).rejects.toMatchObject({ code: 'forbidden' })
  await withdrawOrder(buyer.as(), { id: ids[0] ?? newId('order') })
  const results = await decideCases(moderator, { ...all, caseIds: cases.slice(0, 2) })
  expect(results.map(({ code }) => code)).toEqual(['conflict', null])
})

test('an undecided order expires and counts as a missed promise', async () => {
  const buyer = await makeUnknownBuyer()
  const { orderId } = await order(buyer.as(), 20)
  const after = addSeconds(testNow, 6 * 86_400)
  await sweepHolds(systemTestContext(after))
  expect(await readOrder(orderId)).toMatchObject({ state: 'expired' })
  const [row] =
    await sql`select state, outcome, answered_at from moderation_cases where subject_id = ${orderId}`
  expect(row).toEqual({ state: 'closed', outcome: 'expired', answered_at: null })
})

test('a company with an invoice overdue by more than a month is reviewed, for as long as it is unpaid', async () => {
  const buyer = await makeUnknownBuyer()
  const id = newId('invoice')
  const [seller] = await sql`select id from selling_entities limit 1`
  await sql`insert into billing_documents (id, organisation_id, selling_entity_id, kind, state, period, grouping_key, net_cents, vat_cents, gross_cents, content, content_sha256, created_at)
    values (${id}, ${buyer.organisationId}, ${seller?.id}, 'invoice', 'draft', '2026-09', '', 10000, 2000, 12000, '{}', '-', now())`
  await sql`update billing_documents set state = 'final', series = 'T', number = 'T-2026-000001', issued_on = '2026-10-03', due_on = '2026-10-25', finalised_at = now() where id = ${id}`
  // Thirty days late, the payment may still be on its way.
  expect((await order(buyer.as(), 1)).outcome).toBe('accepted')
  const nextDay = buyer.as('owner', addSeconds(testNow, 86_400))
  const held = await order(nextDay, 1)
  expect(held.outcome).toBe('held')
  expect(await caseOf(held.orderId)).toMatchObject({ summary: { because: ['arrears'] } })
  expect(await readOrderCase(moderator, { ...buyer, orderId: held.orderId })).toMatchObject({
    buyer: { arrearsCents: '12000' },
  })
  await sql`insert into document_settlements (document_id, organisation_id, gross_cents, paid_cents) values (${id}, ${buyer.organisationId}, 12000, 12000)`
  expect((await order(nextDay, 1)).outcome).toBe('accepted')
  await sql`update document_settlements set paid_cents = 11999 where document_id = ${id}`
  expect((await order(nextDay, 1)).outcome).toBe('held')
})
