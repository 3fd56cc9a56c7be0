import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { TestBuyer } from '~/testing/buyer'
import { listOpenDocuments } from '../queries/open-documents'
import { cancelDebits, markDebitsSent, prepareDebits, readDebitFile, returnDebit } from './debit-batches'
import { confirmMovement } from './decide-movement'
import { importStatement } from './import-statement'
import { choosePaymentMethod, revokeMandate, signMandate } from './mandate'
import { planPayment } from './plan-debit'
import { listCredits } from './queries/movements'
import { signMandateInput } from './schema'
import { childrenOf, elementAt, parseXml, textAt } from './statements/parse-xml'
import { type Books, makeBooks } from './testing/books'

const { sql } = useTestDatabase()
let books: Books
const collectOn = '2026-12-14'
const iban = 'DE89370400440532013000'
beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
  books = await makeBooks(sql)
})

const form = (over: object = {}) =>
  signMandateInput.safeParse({
    iban: ' de89 3704 0044 0532 0130 00',
    bic: 'deutdeff',
    holderName: 'Atelier Test',
    holderAddress: { line1: '1 rue du Test', postcode: '75001', city: 'Paris', countryCode: 'FR' },
    scheme: 'CORE',
    isAgreed: true,
    ...over,
  })
const sign = (organisation: TestBuyer) => signMandate(books.as(organisation), form().data as never)
const revoke = async (organisation: TestBuyer) => {
  const [row] =
    await books.sql`select reference from mandates where organisation_id = ${organisation.organisationId} and state = 'active'`
  await revokeMandate(books.as(organisation), { reference: row?.reference ?? 'AND-NONE' })
}
const plan = async (organisation: TestBuyer, number: string, cents: bigint, dueOn = '2026-11-10') => {
  const id = await books.issue(organisation, number, cents, { dueOn })
  await planPayment(systemTestContext(), id)
  return id
}
const debitOf = async (documentId: Id<'invoice'>) =>
  (
    await books.sql`select id, state, reason, cents::int, collect_on::text, batch_id, end_to_end_id from direct_debits where document_id = ${documentId} order by planned_at desc, id desc`
  )[0]
const openOf = async (id: Id<'invoice'>) =>
  (await withSystem(systemTestContext(), (tx) => listOpenDocuments(tx))).find((each) => each.id === id)
    ?.openCents ?? 0n
const prepare = () => prepareDebits(books.accountant(), { collectOn })
const ordersIn = (text: string) =>
  childrenOf(elementAt(parseXml(text), 'CstmrDrctDbtInitn'), 'PmtInf').flatMap((each) =>
    childrenOf(each, 'DrctDbtTxInf').map((order) => ({
      group: textAt(each, 'PmtInfId') ?? '',
      sequence: textAt(each, 'PmtTpInf/SeqTp'),
      iban: textAt(order, 'DbtrAcct/Id/IBAN'),
      amount: textAt(order, 'InstdAmt'),
      text: textAt(order, 'RmtInf/Ustrd'),
    })),
  )

test.each([
  [{ iban: 'SA0380000000608010167519' }, 'iban', 'iban_country'],
  [{ iban: 'DE89370400440532013001' }, 'iban', 'iban_check'],
  [{ iban: 'FR7612' }, 'iban', 'iban_length'],
  [{ bic: 'AGRIFRPP' }, 'bic', 'bic_country'],
  [{ bic: '123' }, 'bic', 'bic_form'],
  [{ isAgreed: false }, 'isAgreed', 'mandate_agreed'],
  [{ holderName: 'Αθήνα' }, 'holderName', 'latin_letters'],
  [
    { holderAddress: { line1: '1 rue du Test', postcode: '1000', city: 'София', countryCode: 'BG' } },
    'holderAddress.city',
    'latin_letters',
  ],
])('%o is rejected with its field', (over, field, reason) => {
  const { error } = form(over)
  expect([error?.issues[0]?.path.join('.'), error?.issues[0]?.message]).toEqual([field, reason])
})

test('a mandate is signed, sealed, shown masked and revoked, and denied to members without permission', async () => {
  const [first, second] = books.organisations
  await expect(signMandate(books.as(first, 'technical'), form().data as never)).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(choosePaymentMethod(books.as(first), { method: 'direct_debit' })).rejects.toMatchObject({
    params: { reason: 'no_mandate' },
  })
  await expect(
    choosePaymentMethod(books.as(first), { method: 'mandat_administratif' }),
  ).rejects.toMatchObject({ params: { reason: 'not_public' } })
  await sign(first)
  await sign(first)
  const rows =
    await books.sql`select state, iban_sealed, iban_masked from mandates where organisation_id = ${first.organisationId} order by signed_at`
  expect(rows.map(({ state }) => state).sort()).toEqual(['active', 'revoked'])
  expect(JSON.stringify(rows)).not.toContain(iban.slice(4))
  const [kept] =
    await books.sql`select count(*)::int as n from audit_events where details::text like ${`%${iban}%`}`
  expect(kept?.n).toBe(0)
  await revoke(first)
  await expect(revoke(first)).rejects.toMatchObject({ code: 'not_found' })
  await books.sql`update organisations set kind = 'public_body', siret = siren || '00017' where id = ${second.organisationId}`
  await expect(sign(second)).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'public_body' },
  })
  await choosePaymentMethod(books.as(second), { method: 'mandat_administratif' })
})

test('an invoice is announced, debited, collected and returned; then it is due and debited again', async () => {
  const [first] = books.organisations
  await sign(first)
  const id = await plan(first, 'FAC-2026-000101', 5_000n)
  await planPayment(systemTestContext(), id)
  expect(await debitOf(id)).toMatchObject({ state: 'planned', collect_on: '2026-12-08' })
  const mails = await books.sql`select recipient from mail_messages where template = 'debit-announced'`
  expect(mails).toHaveLength(1)
  await expect(prepareDebits(books.accountant(), { collectOn: '2026-12-13' })).rejects.toMatchObject({
    field: 'collectOn',
    params: { reason: 'no_business_day' },
  })
  await expect(prepareDebits(books.accountant(), { collectOn: '2026-11-24' })).rejects.toMatchObject({
    params: { reason: 'day_past' },
  })
  const batch = await prepare()
  expect(await prepare()).toMatchObject({ debits: 0 })
  const { text } = await readDebitFile(books.accountant(), batch.id)
  const [order] = ordersIn(text)
  expect(order).toMatchObject({ sequence: 'FRST', iban, amount: '50.00', text: 'FAC-2026-000101' })
  await markDebitsSent(books.accountant(), { batchId: batch.id })
  await expect(cancelDebits(books.accountant(), { batchId: batch.id })).rejects.toMatchObject({
    code: 'conflict',
  })
  await importStatement(
    books.accountant(),
    books.statementOf([{ cents: 5_000n, batchId: order?.group ?? '' }]),
  )
  expect([await openOf(id), (await debitOf(id))?.state]).toEqual([0n, 'collected'])
  const debit = await debitOf(id)
  await importStatement(
    books.accountant(),
    books.statementOf([{ cents: -5_000n, endToEndId: debit?.end_to_end_id, returnReason: 'AM04' }]),
  )
  expect([await openOf(id), await books.balanceOf(first)]).toEqual([5_000n, 5_000n])
  expect(await debitOf(id)).toMatchObject({ state: 'returned', reason: 'AM04' })
  await planPayment(systemTestContext(addSeconds(testNow, 60)), id)
  const again = await prepare()
  expect(ordersIn((await readDebitFile(books.accountant(), again.id)).text)).toMatchObject([
    { sequence: 'RCUR', amount: '50.00' },
  ])
  await cancelDebits(books.accountant(), { batchId: again.id })
  expect(await debitOf(id)).toMatchObject({ state: 'planned', batch_id: null })
  const third = await prepare()
  await markDebitsSent(books.accountant(), { batchId: third.id })
  await returnDebit(books.accountant(), { directDebitId: (await debitOf(id))?.id, reason: 'AC04' })
  expect([(await debitOf(id))?.state, await openOf(id)]).toEqual(['returned', 5_000n])
})

test('a payment during a pending debit is kept as credit, and taken back when the debit is returned', async () => {
  const [first] = books.organisations
  const id = await plan(first, 'FAC-2026-000151', 7_000n)
  const batch = await prepare()
  const order = ordersIn((await readDebitFile(books.accountant(), batch.id)).text)[0]
  await markDebitsSent(books.accountant(), { batchId: batch.id })
  const balance = await books.balanceOf(first)
  await importStatement(books.accountant(), books.statementOf([{ cents: 6_000n, text: 'FAC-2026-000151' }]))
  const [waiting] =
    await books.sql`select id from bank_movements where state = 'to_confirm' and cents = 6000 order by id desc limit 1`
  if (waiting)
    await confirmMovement(books.accountant(), {
      movementId: waiting.id,
      organisationId: first.organisationId,
      documentIds: [id],
    })
  expect(await openOf(id)).toBe(1_000n)
  const kept = async () =>
    (await withSystem(systemTestContext(), (tx) => listCredits(tx, first.organisationId))).reduce(
      (sum, { cents }) => sum + cents,
      0n,
    )
  await importStatement(
    books.accountant(),
    books.statementOf([{ cents: 7_000n, batchId: order?.group ?? '' }]),
  )
  expect([await openOf(id), (await debitOf(id))?.state, await kept()]).toEqual([0n, 'collected', 6_000n])
  expect(await books.balanceOf(first)).toBe(balance - 13_000n)
  await importStatement(
    books.accountant(),
    books.statementOf([
      { cents: -7_000n, endToEndId: (await debitOf(id))?.end_to_end_id, returnReason: 'MD06' },
    ]),
  )
  expect([await openOf(id), (await debitOf(id))?.state, await kept()]).toEqual([1_000n, 'returned', 0n])
  expect(await books.balanceOf(first)).toBe(balance - 6_000n)
})

test('debits paid or revoked in the meantime are left out with a reason, and a partly paid one debits the rest', async () => {
  const [first, , third] = books.organisations
  await sign(third)
  const [paid, partly, revoked] = [
    await plan(third, 'FAC-2026-000110', 1_000n),
    await plan(third, 'FAC-2026-000111', 2_000n),
    await plan(first, 'FAC-2026-000112', 3_000n),
  ] as const
  await importStatement(
    books.accountant(),
    books.statementOf([
      { cents: 1_000n, text: 'FAC-2026-000110' },
      { cents: 500n, text: 'FAC-2026-000111' },
    ]),
  )
  await revoke(first)
  const batch = await prepare()
  expect(batch).toMatchObject({ debits: 1, leftOut: 2 })
  expect(await debitOf(paid)).toMatchObject({ state: 'left_out', reason: 'paid' })
  expect(await debitOf(revoked)).toMatchObject({ state: 'left_out', reason: 'mandate_revoked' })
  expect(await debitOf(partly)).toMatchObject({ state: 'prepared', cents: 1_500 })
  await revoke(third)
  await expect(markDebitsSent(books.accountant(), { batchId: batch.id })).rejects.toMatchObject({
    code: 'conflict',
    params: { reason: 'mandate_revoked' },
  })
  await cancelDebits(books.accountant(), { batchId: batch.id })
  expect(await prepare()).toMatchObject({ debits: 0, leftOut: 1 })
})

test('an invoice is in one file when many plan and prepare concurrently', async () => {
  const [first] = books.organisations
  await sign(first)
  const ids = await Promise.all(
    Array.from({ length: 12 }, (_, each) =>
      books.issue(first, `FAC-2026-0002${String(each).padStart(2, '0')}`, 100n + BigInt(each)),
    ),
  )
  await Promise.all([...ids, ...ids].map((id) => planPayment(systemTestContext(), id)))
  const batches = await Promise.all(Array.from({ length: 5 }, prepare))
  const files = batches.filter(({ debits }) => debits > 0)
  const orders = (await Promise.all(files.map(({ id }) => readDebitFile(books.accountant(), id)))).flatMap(
    ({ text }) => ordersIn(text),
  )
  expect(orders.map(({ text }) => text).sort()).toEqual(
    ids.map((_, each) => `FAC-2026-0002${String(each).padStart(2, '0')}`),
  )
})

test('a customer that switched to transfers is not debited, although its mandate is in force', async () => {
  const [, , third] = books.organisations
  await sign(third)
  await choosePaymentMethod(books.as(third), { method: 'transfer' })
  expect(await debitOf(await plan(third, 'FAC-2026-000090', 100n))).toBeUndefined()
  await choosePaymentMethod(books.as(third), { method: 'direct_debit' })
  const announced = await plan(third, 'FAC-2026-000091', 100n)
  expect(await debitOf(announced)).toMatchObject({ state: 'planned' })
  await choosePaymentMethod(books.as(third), { method: 'transfer' })
  expect(await prepare()).toMatchObject({ debits: 0, leftOut: 1 })
  expect(await debitOf(announced)).toMatchObject({ state: 'left_out', reason: 'other_method' })
})
