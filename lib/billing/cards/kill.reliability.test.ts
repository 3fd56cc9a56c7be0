import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { paymentInvariants } from '~/db/invariants/payments'
import { anonymousTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { testEncryptionKey } from '~/db/testing/template'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { type Books, makeBooks } from '../payments/testing/books'
import { agreeSellerChanges } from '../testing/agree-changes'
import { type FakeProvider, startFakeProvider } from './fake-provider'
import { followCardPayments } from './follow-card-payments'
import { followCardRefunds } from './follow-card-refunds'
import { signNotice } from './notice-signature'
import { payByCard } from './pay-by-card'
import { pollBatchSize } from './poll-schedule'
import { receiveCardNotice } from './receive-notice'
import { refundCardPayment } from './refund-card-payment'
import { setCardProvider, switchCards } from './set-provider'

const rounds = Number(process.env.ROUNDS ?? 12)
const perRound = 15
const secret = 'a-secret-of-card-tests'
const database = useTestDatabase()
const { sql } = database
const encryptionKey = testEncryptionKey
let books: Books
let fake: FakeProvider
let now = testNow

beforeAll(async () => {
  process.env.ENCRYPTION_KEY = encryptionKey
  process.env.PORTAL_URL = 'http://127.0.0.1:9'
  books = await makeBooks(sql)
  fake = await startFakeProvider({ secret, clock: () => now })
  await setCardProvider(books.accountant(), { baseUrl: fake.url, secret })
  await agreeSellerChanges(books.sql)
  await switchCards(books.accountant(), { baseUrl: fake.url, isOn: true })
})
afterAll(async () => {
  fake?.close()
})

/** Starts a worker and kills it after `afterMs`; returns whether it had finished by then. */
async function look(afterMs: number): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      fileURLToPath(new URL('./testing/follow-process.ts', import.meta.url)),
      now.toISOString(),
    ],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: database.current.urls.worker,
        ENCRYPTION_KEY: encryptionKey,
        PORTAL_URL: 'http://127.0.0.1:9',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  const begun = new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
      if (said.includes('begun')) resolve()
    }),
  )
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await Promise.race([begun, exited])
  await Promise.race([pause(afterMs), exited])
  child.kill('SIGKILL')
  await exited
  return said.includes('done')
}

test('a payment is settled once when a worker is killed at any moment after the notice', async () => {
  const names = [...paymentInvariants.map(({ name }) => name), 'ledger_sums', 'ledger_balances']
  const violations = async () => (await checkInvariants(books.sql)).filter(({ name }) => names.includes(name))
  const [first] = books.organisations
  let killed = 0
  let left = 0
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < perRound; index += 1) {
      const documentId = await books.issue(first, `FAC-${round}-${index}`, 1_000n + BigInt(index))
      await payByCard(books.as(first, 'owner', now), { documentId })
    }
    for (const { key, cents, state } of [...fake.payments.values()]) {
      if (state !== 'open') continue
      await fake.act(key, 'succeed')
      const text = JSON.stringify({ key, cents: `${cents}`, currency: 'EUR' })
      await receiveCardNotice(anonymousTestContext(now), { signature: signNotice(secret, text, now), text })
    }
    for (let each = 0; each < 3; each += 1) {
      if (!(await look(20 + ((round * 3 + each) % 12) * 60))) killed += 1
      // The killed worker's lease has expired.
      now = addSeconds(now, 60)
    }
    expect(await violations()).toEqual([])
    const [before] = await books.sql`select count(*)::int as paid from card_payments where state = 'paid'`
    left += perRound * (round + 1) - before?.paid
    await followCardPayments(systemTestContext(now))
    const [sums] = await books.sql`
      select (select count(*)::int from card_payments where state = 'paid') as paid,
        (select count(*)::int from payment_allocations) as allocations,
        (select count(*)::int from ledger_transactions where kind = 'card_payment') as entries`
    const taken = perRound * (round + 1)
    expect(sums).toEqual({ paid: taken, allocations: taken, entries: taken })
    // Paid-out payments are no longer polled, so they take no place in the next round.
    fake.payOut()
    now = addSeconds(now, 120)
    await followCardPayments(systemTestContext(now))
    now = addSeconds(now, 60)
  }
  expect(await violations()).toEqual([])
  expect(killed).toBeGreaterThan(rounds)
  console.log(
    `cards: ${killed} processes killed over ${rounds * perRound} payments, of which they left ${left}`,
  )
}, 600_000)

test('a refund is made once when a worker is killed at any moment', async () => {
  const names = [...paymentInvariants.map(({ name }) => name), 'ledger_sums', 'ledger_balances']
  const [first] = books.organisations
  const turns = Math.ceil(rounds / 3)
  const paidAlready = fake.payments.size
  let killed = 0
  for (let turn = 0; turn < turns; turn += 1) {
    for (let index = 0; index < perRound; index += 1) {
      const documentId = await books.issue(first, `FAC-R${turn}-${index}`, 1_000n + BigInt(index))
      await payByCard(books.as(first, 'owner', now), { documentId })
    }
    for (const { key } of [...fake.payments.values()]) await fake.act(key, 'succeed')
    now = addSeconds(now, 60)
    await followCardPayments(systemTestContext(now))
    now = addSeconds(now, 60)
    await followCardPayments(systemTestContext(now))
    const paid = await books.sql<{ id: Id<'cardPayment'> }[]>`
      select id from card_payments p where state = 'paid' order by asked_at desc, id limit ${perRound}`
    for (const { id } of paid)
      await refundCardPayment(books.accountant(now), { cardPaymentId: id, amount: 400n, reason: 'En double' })
    for (let each = 0; each < 3; each += 1) {
      if (!(await look(20 + ((turn * 3 + each) % 12) * 60))) killed += 1
      now = addSeconds(now, 60)
    }
    // A pass takes a limited number, and refunds are polled until they are paid out.
    const given = perRound * (turn + 1)
    for (let asked = 0; asked < given; asked += pollBatchSize) await followCardRefunds(systemTestContext(now))
    const [sums] = await books.sql`
      select (select count(*)::int from card_refunds where state = 'refunded') as refunded,
        (select count(*)::int from ledger_transactions where kind = 'card_refund') as entries`
    expect({ ...sums, atProvider: fake.refunds.size }).toEqual({
      refunded: given,
      entries: given,
      atProvider: given,
    })
    const broken = (await checkInvariants(books.sql)).filter(({ name }) => names.includes(name))
    expect(broken).toEqual([])
  }
  expect(fake.payments.size - paidAlready).toBe(turns * perRound)
  expect(killed).toBeGreaterThan(0)
}, 600_000)
