import { beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { importStatement } from '../payments/import-statement'
import { type Books, makeBooks } from '../payments/testing/books'
import { decideDunning, holdDunning, recordRate, reinstate, releaseDunning } from './decide-dunning'
import { sendDunning } from './send-dunning'

const { sql } = useTestDatabase()
const due = '2026-11-10'
let books: Books
/** Issued first: ledger entries are written in day order. */
let invoices: Id<'invoice'>[]
beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  books = await makeBooks(sql)
  const [first, second, third] = books.organisations
  invoices = [
    await books.issue(first, 'FAC-2026-000301', 100_000n, { dueOn: due }),
    await books.issue(second, 'FAC-2026-000310', 5_000n, { dueOn: due }),
    await books.issue(third, 'FAC-2026-000320', 5_000n, { dueOn: due }),
    await books.issue(third, 'FAC-2026-000321', 5_000n, { dueOn: due }),
  ]
  for (const documentId of invoices.slice(2))
    await holdDunning(books.accountant(), { documentId, reason: 'Contestée' })
})

const on = (days: number) => new Date(`${addDays(due, days)}T09:00:00Z`)
const send = (days: number) => sendDunning(systemTestContext(on(days)))
const stepsOf = async (id: Id<'invoice'>) =>
  (await books.sql`select step from dunning_steps where document_id = ${id} order by taken_at`).map(
    ({ step }) => step,
  )
const decide = (
  documentId: Id<'invoice'>,
  days: number,
  step: 'suspension' | 'doubtful',
  decision: 'carried_out' | 'declined' = 'carried_out',
) => decideDunning(books.accountant(on(days)), { documentId, step, decision, note: 'Vu avec le client' })
const stateOf = async (id: Id<'organisation'>) =>
  (await books.sql`select state from organisations where id = ${id}`)[0]?.state

test('letters go by the clock, each once; a formal notice waits for the rate it states', async () => {
  const [id] = invoices as [Id<'invoice'>]
  await send(4)
  expect(await stepsOf(id)).toEqual([])
  await Promise.all([send(5), send(5), send(5)])
  await send(16)
  await send(30)
  expect(await stepsOf(id)).toEqual(['reminder', 'second_reminder'])
  await recordRate(books.accountant(), { from: '2025-06-11', percent: '2,15' })
  await expect(recordRate(books.accountant(), { from: '2025-06-11', percent: '2' })).rejects.toMatchObject({
    code: 'already_exists',
  })
  await send(31)
  expect(await stepsOf(id)).toEqual(['reminder', 'second_reminder', 'formal_notice'])
  // 31 days on 1,000 € at 12.15 % of the half-year, plus the fee: posted once, and not to the customer's account.
  const claimed = () => books.sql`
    select t.kind, e.account, (e.debit_cents - e.credit_cents)::int as cents from ledger_transactions t
    join ledger_entries e on e.transaction_id = t.id where t.document_id = ${id} and t.kind in ('late_interest', 'recovery_fee')
    order by t.sequence, e.position`
  const expected = [
    { kind: 'late_interest', account: '468700', cents: 1_032 },
    { kind: 'late_interest', account: '763000', cents: -1_032 },
    { kind: 'recovery_fee', account: '468700', cents: 4_000 },
    { kind: 'recovery_fee', account: '758800', cents: -4_000 },
  ]
  expect([...(await claimed())]).toEqual(expected)
  await Promise.all([send(31), send(32)])
  expect([...(await claimed())]).toEqual(expected)
  const broken = (await checkInvariants(books.sql)).map(({ name }) => name)
  expect(broken.filter((name) => /balance|ledger|claims/.test(name))).toEqual([])
  const mails =
    await books.sql`select subject, text_body from mail_messages where subject like '%000301%' order by created_at`
  expect(mails).toHaveLength(3)
  // 1,000.00 at 12.15 % for 31 days.
  expect(mails[2]?.text_body).toContain('10,32')
  expect(mails[2]?.text_body).toContain('40,00')
})

test('staff decide before a suspension; a doubtful debt moves to its own account, also when it is paid afterwards', async () => {
  const [first] = books.organisations
  const [{ id }] =
    (await books.sql`select id from billing_documents where number = 'FAC-2026-000301'`) as unknown as [
      { id: Id<'invoice'> },
    ]
  await expect(decide(id, 40, 'suspension')).rejects.toMatchObject({ code: 'conflict' })
  await send(60)
  expect(await stateOf(first.organisationId)).toBe('active')
  await expect(
    decideDunning(books.accountant(on(60), ['support']), {
      documentId: id,
      step: 'suspension',
      decision: 'carried_out',
      note: 'x',
    }),
  ).rejects.toMatchObject({ code: 'forbidden' })
  const tries = await Promise.allSettled([1, 2, 3].map(() => decide(id, 60, 'suspension')))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await stateOf(first.organisationId)).toBe('suspended')
  await reinstate(books.accountant(on(61)), {
    organisationId: first.organisationId,
    note: 'Échéancier signé',
  })
  expect(await stateOf(first.organisationId)).toBe('active')
  await decide(id, 95, 'doubtful')
  expect([await books.balanceOf(first), await books.balanceOf(first, '416000')]).toEqual([0n, 100_000n])
  await importStatement(
    books.accountant(on(96)),
    books.statementOf([{ cents: 60_000n, text: 'FAC-2026-000301' }]),
  )
  expect([await books.balanceOf(first), await books.balanceOf(first, '416000')]).toEqual([0n, 40_000n])
})

test('a public body has more time and cannot be suspended, even by staff', async () => {
  const [, second] = books.organisations
  await books.sql`update organisations set kind = 'public_body', siret = siren || '00017', legal_form_code = '7344' where id = ${second.organisationId}`
  const id = invoices[1] as Id<'invoice'>
  for (let days = 0; days < 200; days += 5) await send(days)
  expect(await stepsOf(id)).toEqual(['reminder', 'second_reminder', 'formal_notice'])
  for (const days of [60, 120, 199])
    await expect(decide(id, days, 'suspension')).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'public_body' },
    })
  expect(await stateOf(second.organisationId)).toBe('active')
})

test('a held invoice gets no letter until it is released; a paid one gets none', async () => {
  const [, , held, paid] = invoices as [Id<'invoice'>, Id<'invoice'>, Id<'invoice'>, Id<'invoice'>]
  await expect(holdDunning(books.accountant(), { documentId: held, reason: 'x' })).rejects.toMatchObject({
    code: 'conflict',
  })
  await importStatement(
    books.accountant(on(200)),
    books.statementOf([{ cents: 5_000n, text: 'FAC-2026-000321' }]),
  )
  await send(10)
  expect([await stepsOf(held), await stepsOf(paid)]).toEqual([[], []])
  for (const documentId of [held, paid]) await releaseDunning(books.accountant(), { documentId })
  await expect(releaseDunning(books.accountant(), { documentId: held })).rejects.toMatchObject({
    code: 'not_found',
  })
  await send(201)
  expect([await stepsOf(held), await stepsOf(paid)]).toEqual([['reminder'], []])
})
