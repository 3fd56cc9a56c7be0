import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { paymentInvariants } from '~/db/invariants/payments'
import { anonymousTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { confirmMovement, undoMovement } from '../payments/decide-movement'
import { importStatement } from '../payments/import-statement'
import { signMandate } from '../payments/mandate'
import { planPayment } from '../payments/plan-debit'
import { lockSettling } from '../payments/queries/movements'
import { readPaymentDesk } from '../payments/read-payment-desk'
import { spendCredit } from '../payments/spend-credit'
import { type Books, makeBooks } from '../payments/testing/books'
import { testMandate } from '../payments/testing/mandate'
import { agreeSellerChanges } from '../testing/agree-changes'
import { type FakeProvider, startFakeProvider } from './fake-provider'
import { followCardPayments } from './follow-card-payments'
import { signNotice } from './notice-signature'
import { payByCard } from './pay-by-card'
import { readCardDesk, readCardOffer } from './read-cards'
import { receiveCardNotice } from './receive-notice'
import { setCardProvider, switchCards } from './set-provider'

const database = useTestDatabase()
const secret = 'a-secret-of-card-tests'
let books: Books
let fake: FakeProvider
let now = testNow
let numbers = 0

beforeAll(async () => {
  process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
  process.env.PORTAL_URL = 'http://127.0.0.1:9'
  books = await makeBooks(database.sql)
})
beforeEach(async () => {
  now = addSeconds(now, 600)
  fake = await startFakeProvider({ secret, clock: () => now, lateMs: 0 })
  await connect(fake.url)
  await turn(true)
})
afterEach(async () => {
  const names = [...paymentInvariants.map(({ name }) => name), 'ledger_sums', 'ledger_balances']
  const broken = (await checkInvariants(books.sql)).filter(({ name }) => names.includes(name))
  expect(broken).toEqual([])
  await turn(false)
  fake.close()
})

const connect = async (baseUrl: string) => {
  await setCardProvider(books.accountant(now), { baseUrl, secret })
  await agreeSellerChanges(books.sql, now)
}
const turn = (isOn: boolean) => switchCards(books.accountant(now), { baseUrl: fake.url, isOn })
const invoice = async (cents = 12_000n) => {
  numbers += 1
  const number = `FAC-2026-${String(numbers).padStart(6, '0')}`
  const [first] = books.organisations
  return { number, id: await books.issue(first, number, cents) }
}
const as = (role: 'owner' | 'reader' | 'technical' = 'owner') => books.as(books.organisations[0], role, now)
const pay = (documentId: Id<'invoice'>) => payByCard(as(), { documentId })
const paymentsOf = (id: Id<'invoice'>) =>
  books.sql`select id, state, cents::int, paid_on::text, payout_reference from card_payments where document_id = ${id} order by asked_at, id`
const keyOf = async (id: Id<'invoice'>) => `${(await paymentsOf(id)).at(-1)?.id}`
const follow = async (seconds = 60) => {
  now = addSeconds(now, seconds)
  await followCardPayments(systemTestContext(now))
}
const offerOf = (documentId: Id<'invoice'>, role: 'owner' | 'reader' = 'owner') =>
  readCardOffer(as(role), { documentId })
const notice = (text: string, at = now, by = secret) =>
  receiveCardNotice(anonymousTestContext(now), { signature: signNotice(by, text, at), text })
const said = (key: string, cents: bigint) => JSON.stringify({ key, cents: `${cents}`, currency: 'EUR' })
const account = async (code: string) => {
  const [row] =
    await books.sql`select coalesce(sum(balance_cents), 0)::int as cents from ledger_balances where account = ${code}`
  return row?.cents
}

describe('an invoice by card', () => {
  test('is paid once: 5115 against 411, and the accountant sees which payment paid it', async () => {
    const { id, number } = await invoice()
    const before = await account('411000')
    await pay(id)
    await fake.act(await keyOf(id), 'twice')
    await follow()
    await follow()
    expect(await paymentsOf(id)).toMatchObject([{ state: 'paid', cents: 12_000 }])
    expect([(await account('411000')) - before, await offerOf(id)]).toEqual([-12_000, null])
    const [latest] = (await readPaymentDesk(as())).payments
    expect(latest).toMatchObject({ isByCard: true, cents: '12000', parts: [{ number, cents: '12000' }] })
    const desk = await readCardDesk(books.accountant(now))
    expect(desk.payments[0]).toMatchObject({ number, state: 'paid', cents: '12000', payoutReference: null })
  })

  test('is started once by ten concurrent clicks and settled once by ten concurrent workers', async () => {
    const { id } = await invoice()
    // Open the connections first, so that none of the clicks waits for one.
    await Promise.all(Array.from({ length: 10 }, () => offerOf(id)))
    const pages = await Promise.all(Array.from({ length: 10 }, () => pay(id)))
    expect(new Set(pages.map(({ pageUrl }) => pageUrl)).size).toBe(1)
    expect(await paymentsOf(id)).toHaveLength(1)
    const key = await keyOf(id)
    await fake.act(key, 'succeed')
    const noticeText = said(key, 12_000n)
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        await notice(noticeText)
        await followCardPayments(systemTestContext(now))
      }),
    )
    const rows =
      await books.sql`select count(*)::int as rows from payment_allocations where document_id = ${id}`
    expect(rows).toEqual([{ rows: 1 }])
    expect(await paymentsOf(id)).toMatchObject([{ state: 'paid' }])
  })

  test('is offered only while cards are on, an amount is open, and the member may pay', async () => {
    const { id } = await invoice()
    expect(await offerOf(id)).toEqual({ openCents: '12000', mayPay: true, latest: null })
    expect(await offerOf(id, 'reader')).toMatchObject({ mayPay: false })
    await expect(payByCard(as('reader'), { documentId: id })).rejects.toMatchObject({ code: 'forbidden' })
    const [, second] = books.organisations
    await expect(payByCard(books.as(second, 'owner', now), { documentId: id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await turn(false)
    expect(await offerOf(id)).toBeNull()
    const off = { code: 'state_forbids', params: { reason: 'cards_off' } }
    await expect(pay(id)).rejects.toMatchObject(off)
    await turn(true)
    await importStatement(
      books.accountant(now),
      books.statementOf([{ cents: 12_000n, text: `FAC-2026-${String(numbers).padStart(6, '0')}` }]),
    )
    const nothing = { code: 'state_forbids', params: { reason: 'nothing_open' } }
    await expect(pay(id)).rejects.toMatchObject(nothing)
  })

  test('is not offered while a direct debit is pending, so that the invoice is not paid twice', async () => {
    const [, second] = books.organisations
    const number = 'FAC-2026-900001'
    const id = await books.issue(second, number, 5_000n)
    await signMandate(books.as(second, 'owner', now), testMandate)
    await planPayment(systemTestContext(now), id)
    const ctx = books.as(second, 'owner', now)
    expect(await readCardOffer(ctx, { documentId: id })).toBeNull()
    const awaited = { code: 'state_forbids', params: { reason: 'debit_awaited' } }
    await expect(payByCard(ctx, { documentId: id })).rejects.toMatchObject(awaited)
  })

  test('stays due after a declined or abandoned payment, which may be retried', async () => {
    const { id } = await invoice()
    await pay(id)
    await fake.act(await keyOf(id), 'decline')
    await follow()
    expect(await offerOf(id)).toMatchObject({ openCents: '12000', latest: 'declined' })
    await pay(id)
    await fake.act(await keyOf(id), 'abandon')
    await follow(2_000)
    expect(await paymentsOf(id)).toMatchObject([{ state: 'declined' }, { state: 'expired' }])
  })

  test('is settled when the customer closes the page after paying, and is polled when no notice arrives', async () => {
    const { id } = await invoice()
    fake.set({ isMute: true })
    await pay(id)
    await fake.act(await keyOf(id), 'succeed')
    await turn(false)
    fake.set({ isDown: true })
    await follow()
    expect(await paymentsOf(id)).toMatchObject([{ state: 'open' }])
    fake.set({ isDown: false })
    await follow()
    expect(await paymentsOf(id)).toMatchObject([{ state: 'paid' }])
  })

  test('gets no page while the provider is down, and the same payment continues afterwards', async () => {
    const { id } = await invoice()
    fake.set({ isDown: true })
    await expect(pay(id)).rejects.toMatchObject({ code: 'unavailable' })
    fake.set({ isDown: false })
    await pay(id)
    expect(await paymentsOf(id)).toMatchObject([{ state: 'open' }])
  })

  test('when paid by transfer in the meantime, keeps the card money as credit that pays the next invoice', async () => {
    const { id, number } = await invoice()
    await pay(id)
    await importStatement(books.accountant(now), books.statementOf([{ cents: 9_000n, text: number }]))
    await fake.act(await keyOf(id), 'succeed')
    await follow()
    const next = await invoice(20_000n)
    await withSystem(systemTestContext(now), async (tx) => {
      await lockSettling(tx)
      await spendCredit(tx, systemTestContext(now), books.organisations[0].organisationId, next.id)
    })
    expect(await offerOf(next.id)).toMatchObject({ openCents: '11000' })
  })

  test('waits for a member of staff when the provider reports another amount than requested', async () => {
    const { id } = await invoice()
    await pay(id)
    const key = await keyOf(id)
    await fake.act(key, 'succeed')
    const held = fake.payments.get(key)
    if (held) held.cents = 1n
    await follow()
    await follow()
    expect(await paymentsOf(id)).toMatchObject([{ state: 'disputed', paid_on: null }])
    expect(await offerOf(id)).toMatchObject({ openCents: '12000', latest: 'disputed' })
  })
})

test('while cards are on, the provider cannot change, and only the displayed provider can be switched', async () => {
  const refused = (reason: string) => ({ code: 'state_forbids', params: { reason } })
  await expect(connect('https://elsewhere.example')).rejects.toMatchObject(refused('cards_on'))
  await connect(fake.url)
  const other = { baseUrl: 'https://elsewhere.example', isOn: false }
  await expect(switchCards(books.accountant(now), other)).rejects.toMatchObject(refused('no_card_provider'))
  expect((await readCardDesk(books.accountant(now))).provider).toMatchObject({
    isOn: true,
    baseUrl: fake.url,
  })
  await expect(
    switchCards(books.accountant(now, ['support']), { baseUrl: fake.url, isOn: false }),
  ).rejects.toMatchObject({ code: 'forbidden' })
})

test('of a concurrent page opening and change of provider exactly one succeeds', async () => {
  const elsewhere = 'https://elsewhere.example'
  for (let round = 0; round < 20; round += 1) {
    await turn(false)
    await setCardProvider(books.accountant(now), { baseUrl: elsewhere, secret })
    const both = [agreeSellerChanges(books.sql, now), turn(true)]
    const ended = await Promise.allSettled(both)
    const { provider } = await readCardDesk(books.accountant(now))
    const isProviderChanged = ended[0]?.status === 'fulfilled'
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(provider).toMatchObject({
      isOn: !isProviderChanged,
      baseUrl: isProviderChanged ? elsewhere : fake.url,
    })
    if (isProviderChanged) await connect(fake.url)
  }
})

test('a notice that is unknown, forged, replayed or of another amount is rejected, and its content is never trusted', async () => {
  const { id } = await invoice()
  await pay(id)
  const key = await keyOf(id)
  const noticeText = said(key, 12_000n)
  await expect(notice(noticeText, now, 'another-secret-altogether')).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  await expect(notice(noticeText, addSeconds(now, -301))).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(notice(said('cpy_unknown', 12_000n))).rejects.toMatchObject({ code: 'not_found' })
  await expect(notice(said(key, 1n))).rejects.toMatchObject({ code: 'conflict' })
  await expect(notice('not json')).rejects.toMatchObject({ code: 'invalid_input' })
  const unsigned = receiveCardNotice(anonymousTestContext(now), { signature: null, text: noticeText })
  await expect(unsigned).rejects.toMatchObject({ code: 'unauthenticated' })
  await notice(noticeText)
  await follow(0)
  expect(await paymentsOf(id)).toMatchObject([{ state: 'open' }])
})

describe('a payout of the provider', () => {
  const paid = async () => {
    const { id } = await invoice()
    await pay(id)
    await fake.act(await keyOf(id), 'succeed')
    await follow()
    return id
  }
  const passedOn = (cents: bigint, reference: string) =>
    importStatement(books.accountant(now), books.statementOf([{ cents, text: `VIR ${reference}` }]))
  const payOut = () => {
    const made = fake.payOut()
    if (!made) throw new Error('something was paid')
    return { ...made, netCents: made.grossCents - made.feeCents }
  }

  test('clears 5115 by its reference, with fees on 627, and cannot be undone by hand', async () => {
    const [cards, fees, bank] = [await account('511500'), await account('627000'), await account('512000')]
    const ids = [await paid(), await paid()]
    expect((await account('511500')) - cards).toBe(24_000)
    const { reference, netCents } = payOut()
    await follow(3_600)
    expect((await passedOn(netCents, reference)).matched).toBe(1)
    expect([
      (await account('511500')) - cards,
      (await account('627000')) - fees,
      (await account('512000')) - bank,
    ]).toEqual([0, 24_000 - Number(netCents), Number(netCents)])
    for (const id of ids) expect(await paymentsOf(id)).toMatchObject([{ payout_reference: reference }])
    const [movement] =
      await books.sql`select id from bank_movements where rule = 'card_payout' and cents = ${`${netCents}`} order by id desc`
    const undo = undoMovement(books.accountant(now), { movementId: movement?.id, note: 'Essai' })
    await expect(undo).rejects.toMatchObject({ code: 'state_forbids', params: { reason: 'card_payout' } })
  })

  test('that arrives before the provider reports it waits and is settled then; another amount is not', async () => {
    const cards = await account('511500')
    await paid()
    const { reference, netCents } = payOut()
    expect((await passedOn(netCents - 1n, reference)).matched).toBe(0)
    expect((await passedOn(netCents, reference)).matched).toBe(0)
    await follow(3_600)
    expect((await account('511500')) - cards).toBe(0)
    const left =
      await books.sql`select id, cents::int from bank_movements where state = 'to_confirm' and text like ${`%${reference}%`}`
    expect(left).toMatchObject([{ cents: Number(netCents) - 1 }])
    const third = books.organisations[2].organisationId
    await confirmMovement(books.accountant(now), {
      movementId: left[0]?.id,
      organisationId: third,
      documentIds: [],
    })
  })
})

test('neither the portal nor another role writes the columns that only the provider determines', async () => {
  const { id } = await invoice()
  await pay(id)
  const key = await keyOf(id)
  await fake.act(key, 'succeed')
  await follow()
  const sql = database.sqlAs('andromede_portal')
  const organisationId = books.organisations[0].organisationId
  const inside = (change: (tx: typeof sql) => Promise<unknown>) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.organisation_id', ${organisationId}, true)`
      return change(tx as unknown as typeof sql)
    })
  for (const column of ['paid_on', 'cents', 'payout_reference'])
    await expect(
      inside((tx) => tx`update card_payments set ${tx(column)} = null where id = ${key}`),
    ).rejects.toMatchObject({ code: '42501' })
  await expect(
    inside((tx) => tx`update card_payments set state = 'open' where id = ${key}`),
  ).rejects.toMatchObject({ code: '42501' })
  await expect(inside((tx) => tx`delete from card_payments`)).rejects.toMatchObject({ code: '42501' })
  const [other] = await sql`select count(*)::int as rows from card_payments`
  expect(other?.rows).toBe(0)
})
