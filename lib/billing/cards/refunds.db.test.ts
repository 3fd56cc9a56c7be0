import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { paymentInvariants } from '~/db/invariants/payments'
import { anonymousTestContext, staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeStaff } from '~/testing/staff'
import { accountStatementCsv } from '../payments/account-statement'
import { importStatement } from '../payments/import-statement'
import { readPaymentDesk } from '../payments/read-payment-desk'
import { type Books, makeBooks } from '../payments/testing/books'
import { agreeSellerChanges } from '../testing/agree-changes'
import { type FakeProvider, startFakeProvider } from './fake-provider'
import { followCardPayments } from './follow-card-payments'
import { followCardRefunds } from './follow-card-refunds'
import { signNotice } from './notice-signature'
import { payByCard } from './pay-by-card'
import { readCardDesk } from './read-cards'
import { receiveCardNotice } from './receive-notice'
import { decideCardRefund, refundCardPayment } from './refund-card-payment'
import { setCardProvider, switchCards } from './set-provider'

const { sql } = useTestDatabase()
const secret = 'a-secret-of-card-tests'
let books: Books
let fake: FakeProvider
let second: Id<'staff'>
let now = testNow
let numbers = 0

beforeAll(async () => {
  process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
  process.env.PORTAL_URL = 'http://127.0.0.1:9'
  books = await makeBooks(sql)
  second = (await makeStaff(books.sql, ['accountant'], { fullName: 'Second Regard' })).staffId
  fake = await startFakeProvider({ secret, clock: () => now, lateMs: 0 })
  await setCardProvider(books.accountant(now), { baseUrl: fake.url, secret })
  await agreeSellerChanges(books.sql, now)
  await switchCards(books.accountant(now), { baseUrl: fake.url, isOn: true })
})
beforeEach(() => {
  now = addSeconds(now, 60)
  fake.set({ ofRefunds: 'refunded', isDown: false })
})
afterEach(async () => {
  const names = [...paymentInvariants.map(({ name }) => name), 'ledger_sums', 'ledger_balances']
  expect((await checkInvariants(books.sql)).filter(({ name }) => names.includes(name))).toEqual([])
})
afterAll(async () => {
  fake?.close()
})

/** An invoice of a customer, paid by card. */
async function paid(cents = 12_000n) {
  numbers += 1
  const number = `FAC-2026-${String(numbers).padStart(6, '0')}`
  const [customer] = books.organisations
  const documentId = await books.issue(customer, number, cents)
  await payByCard(books.as(customer, 'owner', now), { documentId })
  const [row] = await books.sql`select id from card_payments where document_id = ${documentId}`
  const cardPaymentId = `${row?.id}` as Id<'cardPayment'>
  await fake.act(cardPaymentId, 'succeed')
  await follow()
  return { number, documentId, cardPaymentId }
}
const follow = async (seconds = 60) => {
  now = addSeconds(now, seconds)
  await followCardRefunds(systemTestContext(now))
  await followCardPayments(systemTestContext(now))
}
const refund = (cardPaymentId: Id<'cardPayment'>, amount: bigint, ctx = books.accountant(now)) =>
  refundCardPayment(ctx, { cardPaymentId, amount, reason: 'Servi deux fois' })
const refundsOf = (id: Id<'cardPayment'>) =>
  books.sql`select id, state, cents::int, failure_text from card_refunds where card_payment_id = ${id} order by id`
const openOf = async (id: Id<'invoice'>) => {
  const [row] =
    await books.sql`select (s.gross_cents - s.paid_cents)::int as open from document_settlements s where document_id = ${id}`
  return row?.open
}
const account = async (code: string) => {
  const [row] =
    await books.sql`select coalesce(sum(balance_cents), 0)::int as cents from ledger_balances where account = ${code}`
  return row?.cents
}
const decide = (
  id: Id<'cardRefund'>,
  decision: 'agreed' | 'refused',
  staffId = second,
  roles: StaffRole[] = ['accountant'],
) => decideCardRefund(staffTestContext(staffId, roles, now), { cardRefundId: id, decision })
const latest = async (id: Id<'cardPayment'>) => `${(await refundsOf(id)).at(-1)?.id}` as Id<'cardRefund'>

describe('a refund of a card payment', () => {
  test('can be made in parts, reopens the invoice, and is visible to the customer and the accountant', async () => {
    const { documentId, cardPaymentId, number } = await paid()
    const before = await account('411000')
    expect(await refund(cardPaymentId, 2_000n)).toEqual({ state: 'agreed' })
    await follow()
    await follow()
    expect([await openOf(documentId), (await account('411000')) - before]).toEqual([2_000, 2_000])
    await refund(cardPaymentId, 10_000n)
    await follow()
    expect([await openOf(documentId), (await account('411000')) - before]).toEqual([12_000, 12_000])
    await expect(refund(cardPaymentId, 1n)).rejects.toMatchObject({ code: 'invalid_input', field: 'amount' })
    expect(await refundsOf(cardPaymentId)).toMatchObject([
      { state: 'refunded', cents: 2_000 },
      { state: 'refunded', cents: 10_000 },
    ])
    const [customer] = books.organisations
    const { payments } = await readPaymentDesk(books.as(customer, 'owner', now))
    expect(
      payments
        .slice(0, 2)
        .map(({ cents }) => cents)
        .sort(),
    ).toEqual(['-10000', '-2000'])
    const csv = `${await accountStatementCsv(books.as(customer, 'owner', now))}`
    expect(csv.length).toBeGreaterThan(0)
    const desk = await readCardDesk(books.accountant(now))
    expect(desk.refunds.slice(0, 2)).toMatchObject([
      { number, cents: '10000', state: 'refunded' },
      { number, cents: '2000', state: 'refunded' },
    ])
    expect(desk.payments.find(({ id }) => id === cardPaymentId)?.refundableCents).toBeNull()
  })

  test('after a credit note leaves nothing owed, and takes kept credit first', async () => {
    const [customer] = books.organisations
    const { documentId, cardPaymentId } = await paid(5_000n)
    await books.issue(customer, `AVO-2026-${String(numbers).padStart(6, '0')}`, 5_000n, {
      kind: 'credit_note',
      corrects: documentId,
    })
    const owed = await books.balanceOf(customer)
    await refund(cardPaymentId, 5_000n)
    await follow()
    expect((await books.balanceOf(customer)) - owed).toBe(5_000n)
    const [row] =
      await books.sql`select paid_cents::int as paid from document_settlements where document_id = ${documentId}`
    expect(row?.paid).toBe(0)
  })

  test('is made once by ten concurrent clicks and ten concurrent workers', async () => {
    const { cardPaymentId, documentId } = await paid()
    const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => refund(cardPaymentId, 3_000n)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await Promise.all(Array.from({ length: 10 }, () => followCardRefunds(systemTestContext(now))))
    await follow()
    expect(fake.refunds.size).toBeGreaterThan(0)
    expect([...fake.refunds.values()].filter(({ paymentKey }) => paymentKey === cardPaymentId)).toHaveLength(
      1,
    )
    expect(await openOf(documentId)).toBe(3_000)
  })

  test('is retried under the same key while the provider is down, and fails when the provider rejects it', async () => {
    const { cardPaymentId, documentId } = await paid()
    fake.set({ isDown: true })
    await refund(cardPaymentId, 1_000n)
    await follow()
    expect(await refundsOf(cardPaymentId)).toMatchObject([{ state: 'agreed' }])
    fake.set({ isDown: false, ofRefunds: 'failed' })
    await follow()
    expect(await refundsOf(cardPaymentId)).toMatchObject([{ state: 'failed', failure_text: 'card_closed' }])
    expect(await openOf(documentId)).toBe(0)
    fake.set({ ofRefunds: 'refunded' })
    await refund(cardPaymentId, 1_000n)
    await follow()
    expect(await openOf(documentId)).toBe(1_000)
  })

  test('settles sooner after a notice, without trusting its content', async () => {
    const { cardPaymentId, documentId } = await paid()
    fake.set({ ofRefunds: 'pending' })
    await refund(cardPaymentId, 1_500n)
    await follow(3_600)
    const key = await latest(cardPaymentId)
    const notice = (cents: bigint) => {
      const text = JSON.stringify({ key, cents: `${cents}`, currency: 'EUR' })
      return receiveCardNotice(anonymousTestContext(now), { signature: signNotice(secret, text, now), text })
    }
    await notice(1_500n)
    await follow(1)
    expect(await openOf(documentId)).toBe(0)
    await expect(notice(1_501n)).rejects.toMatchObject({ code: 'conflict' })
    await fake.endRefund(key, 'refunded')
    await notice(1_500n)
    await follow(1)
    expect(await openOf(documentId)).toBe(1_500)
    await notice(1_500n)
    await follow(1)
    expect(await openOf(documentId)).toBe(1_500)
  })
})

describe('a refund from the seller’s limit on', () => {
  test('needs a second approver when several parts, or several payments of one invoice, reach the limit', async () => {
    const { cardPaymentId, documentId } = await paid(200_000n)
    const [seller] = await books.sql`select four_eyes_from_cents::int as limit from billing_sellers`
    const half = BigInt(seller?.limit) / 2n
    expect(await refund(cardPaymentId, half - 1n)).toEqual({ state: 'agreed' })
    await follow()
    expect(await refund(cardPaymentId, half)).toEqual({ state: 'agreed' })
    await follow()
    expect(await refund(cardPaymentId, 1n)).toEqual({ state: 'proposed' })
    // A rejected refund does not count.
    await decide(await latest(cardPaymentId), 'refused')
    await payByCard(books.as(books.organisations[0], 'owner', now), { documentId })
    const [again] =
      await books.sql`select id from card_payments where document_id = ${documentId} and state <> 'paid'`
    const next = `${again?.id}` as Id<'cardPayment'>
    await fake.act(next, 'succeed')
    await follow()
    expect(await refund(next, 1n)).toEqual({ state: 'proposed' })
    const { cardPaymentId: other } = await paid()
    expect(await refund(other, 1n)).toEqual({ state: 'agreed' })
  })

  test('is requested from the provider only after a second approver accepts it', async () => {
    const { cardPaymentId, documentId } = await paid(200_000n)
    const announced = () =>
      books.sql`select 1 from mail_messages where template = 'second-person-awaited' and text_body like '%de rembourser un paiement par carte%'`
    const before = await announced()
    expect(await refund(cardPaymentId, 100_000n)).toEqual({ state: 'proposed' })
    expect((await announced()).length).toBeGreaterThan(before.length)
    await follow()
    expect(await openOf(documentId)).toBe(0)
    const id = await latest(cardPaymentId)
    const own = books.accountant(now).actor
    await expect(decide(id, 'agreed', own.kind === 'staff' ? own.staffId : second)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(decide(id, 'agreed', second, ['support'])).rejects.toMatchObject({ code: 'forbidden' })
    await decide(id, 'agreed')
    await expect(decide(id, 'refused')).rejects.toMatchObject({ code: 'state_forbids' })
    await follow()
    expect(await openOf(documentId)).toBe(100_000)
  })

  test('is never made when rejected, and may be proposed again', async () => {
    const { cardPaymentId, documentId } = await paid(200_000n)
    await refund(cardPaymentId, 150_000n)
    await expect(refund(cardPaymentId, 1_000n)).rejects.toMatchObject({ code: 'state_forbids' })
    await decide(await latest(cardPaymentId), 'refused')
    await follow()
    expect(await openOf(documentId)).toBe(0)
    expect(await refund(cardPaymentId, 1_000n)).toEqual({ state: 'agreed' })
  })
})

test('a payout less refunds and fees clears the provider’s account to zero, in any order of arrival', async () => {
  const one = await paid(12_000n)
  await refund(one.cardPaymentId, 4_000n)
  await follow()
  await paid(3_000n)
  const import_ = (cents: bigint, text: string) =>
    importStatement(books.accountant(now), books.statementOf([{ cents, text }]))
  const made = fake.payOut()
  if (!made) throw new Error('there is something to pass on')
  await import_(made.grossCents - made.feeCents, `VIR ${made.reference}`)
  await follow(4_000)
  expect(await account('511500')).toBe(0)
  // Refunds exceed payments: the provider debits the difference from the bank account.
  await refund(one.cardPaymentId, 8_000n)
  await follow()
  const negative = fake.payOut()
  if (!negative) throw new Error('there is something to take')
  expect(negative.grossCents).toBe(-8_000n)
  await follow(4_000)
  await import_(negative.grossCents - negative.feeCents, `PRLV ${negative.reference}`)
  expect([await account('511500'), await account('627000')]).not.toContain(undefined)
  expect(await account('511500')).toBe(0)
})

test.each([['support'], ['capacity']] as StaffRole[][])('the role %s cannot refund', async (role) => {
  const { cardPaymentId } = await paid()
  const ctx = staffTestContext(second, [role as StaffRole], now)
  await expect(refund(cardPaymentId, 1n, ctx)).rejects.toMatchObject({ code: 'forbidden' })
})
