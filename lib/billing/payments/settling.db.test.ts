import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { listOpenDocuments } from '../queries/open-documents'
import { creditorReference } from './creditor-reference'
import { confirmMovement, setAsideMovement, undoMovement } from './decide-movement'
import { importStatement } from './import-statement'
import { lockMovement, lockSettling } from './queries/movements'
import { readStatementDesk } from './read-statement-desk'
import { settleMovement } from './settle-movement'
import { spendCredit } from './spend-credit'
import { type Books, makeBooks, sellerIban } from './testing/books'
import { writeCamt053, writeCfonb120 } from './testing/write-statements'

const database = useTestDatabase()
let books: Books
beforeAll(async () => {
  books = await makeBooks(database.sql)
})

const openOf = async (id: Id<'invoice'>) =>
  (await withSystem(systemTestContext(), (tx) => listOpenDocuments(tx))).find((each) => each.id === id)
    ?.openCents ?? 0n
const take = (...movements: Parameters<Books['statementOf']>[0]) =>
  importStatement(books.accountant(), books.statementOf(movements))
const waiting = async (text: string) => {
  const [row] =
    await books.sql`select id, cents from bank_movements where state = 'to_confirm' and text = ${text}`
  return row?.id as Id<'bankMovement'>
}
/** Invariants that always hold, including those of denormalised columns. */
const broken = async () => [
  ...(await books.sql`select m.id from bank_movements m left join payment_allocations a on a.movement_id = m.id
    group by m.id having coalesce(sum(a.cents), 0) <> m.allocated_cents`),
  ...(await books.sql`select s.document_id from document_settlements s left join payment_allocations a on a.document_id = s.document_id
    group by s.document_id having coalesce(sum(a.cents), 0) <> s.paid_cents or s.paid_cents > s.gross_cents`),
  ...(await books.sql`select transaction_id from ledger_entries group by 1 having sum(debit_cents) <> sum(credit_cents)`),
  ...(await books.sql`select o.id from organisations o
    left join lateral (select coalesce(sum(case kind when 'invoice' then gross_cents else -gross_cents end), 0) as billed from billing_documents d where d.organisation_id = o.id and d.state = 'final') d on true
    left join lateral (select coalesce(sum(cents), 0) as paid from payment_allocations a where a.organisation_id = o.id) p on true
    left join lateral (select coalesce(sum(balance_cents), 0) as owed from ledger_balances b where b.auxiliary = o.id) b on true
    where d.billed - p.paid <> b.owed`),
]

describe('a bank statement', () => {
  test('pays the invoices it names, in part, in full or in excess; the rest is kept and pays the next invoice', async () => {
    const [first] = books.organisations
    const one = await books.issue(first, 'FAC-2026-000001', 12_000n)
    expect(await take({ cents: 5_000n, text: 'ACOMPTE FAC-2026-000001' })).toEqual({
      statements: 1,
      movements: 1,
      repeated: 0,
      matched: 1,
    })
    expect(await openOf(one)).toBe(7_000n)
    await take({ cents: 7_500n, text: '', creditorReference: creditorReference('FAC-2026-000001') ?? '' })
    expect([await openOf(one), await books.balanceOf(first)]).toEqual([0n, -500n])
    const two = await books.issue(first, 'FAC-2026-000002', 800n)
    const spend = () =>
      withSystem(systemTestContext(), async (tx) => {
        await lockSettling(tx)
        await spendCredit(tx, systemTestContext(), first.organisationId, two)
      })
    await spend()
    await spend()
    expect([await openOf(two), await books.balanceOf(first)]).toEqual([300n, 300n])
    expect(await broken()).toEqual([])
  })

  test('is rejected when imported again, also inside another file; overlapping movements count once', async () => {
    const file = books.statementOf([
      { cents: 10n, text: 'LOYER' },
      { cents: 10n, text: 'LOYER' },
    ])
    await importStatement(books.accountant(), file)
    const refused = { code: 'already_exists', field: 'content', params: { reason: 'statement_twice' } }
    await expect(importStatement(books.accountant(), file)).rejects.toMatchObject(refused)
    const again = { ...file, bytes: new Uint8Array([...file.bytes, 10]) }
    await expect(importStatement(books.accountant(), again)).rejects.toMatchObject(refused)
    const overlap = books.statementOf([
      { cents: 10n, text: 'LOYER' },
      { cents: 10n, text: 'LOYER' },
      { cents: 10n, text: 'LOYER' },
    ])
    expect(await importStatement(books.accountant(), overlap)).toMatchObject({ movements: 1, repeated: 2 })
  })

  test('of another account, malformed or imported without permission is rejected and not stored', async () => {
    const count = async () => (await books.sql`select count(*)::int as n from bank_statements`)[0]?.n
    const before = await count()
    const other = books.statementOf([{}], 'DE89370400440532013000')
    await expect(importStatement(books.accountant(), other)).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason: 'statement_other_account' },
    })
    const file = books.statementOf([{ cents: 5n }])
    const broken = { ...file, bytes: file.bytes.slice(0, 600) }
    await expect(importStatement(books.accountant(), broken)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'content',
      params: { reason: 'xml_malformed', line: expect.any(String) },
    })
    await expect(importStatement(books.accountant(testNow, ['support']), file)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(importStatement(books.as(books.organisations[0]), file)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    expect(await count()).toBe(before)
  })

  test('imported ten times concurrently is stored once', async () => {
    const [, second] = books.organisations
    const id = await books.issue(second, 'FAC-2026-000010', 1_000n)
    const file = books.statementOf([{ cents: 400n, text: 'FAC-2026-000010' }])
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => importStatement(books.accountant(), file)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await openOf(id)).toBe(600n)
  })
})

test('is marked when its opening balance does not follow the previous one', async () => {
  const takeDay = (day: string, openingCents: bigint, cents: bigint) => {
    const movements = [{ bookedOn: day, valuedOn: day, cents, text: `VIR ${day}` }]
    const facts = { identification: `JOUR ${day}`, iban: sellerIban, from: day, to: day }
    const text = writeCamt053([{ ...facts, openingCents, closingCents: openingCents + cents, movements }])
    return importStatement(books.accountant(), {
      name: `${day}.xml`,
      bytes: new Uint8Array(Buffer.from(text)),
    })
  }
  await takeDay('2027-01-04', 10_000n, 500n)
  await takeDay('2027-01-05', 10_500n, -200n)
  await takeDay('2027-01-07', 12_000n, 100n)
  const marked = async () => {
    const { statements } = await readStatementDesk(books.accountant())
    return Object.fromEntries(statements.map(({ fromOn, brokenFromCents }) => [fromOn, brokenFromCents]))
  }
  expect(await marked()).toMatchObject({ '2027-01-05': null, '2027-01-07': '10300' })
  // The missing one arrives later.
  await takeDay('2027-01-06', 10_300n, 1_700n)
  expect(await marked()).toMatchObject({ '2027-01-06': null, '2027-01-07': null })
})

test('in CFONB 120 is matched to our account by bank, branch and number', async () => {
  const [, second] = books.organisations
  const id = await books.issue(second, 'FAC-2026-000015', 700n)
  const movement = {
    bookedOn: '2026-11-20',
    valuedOn: '2026-11-20',
    cents: 700n,
    text: 'VIR FAC-2026-000015',
  }
  // Configured with an invalid RIB key.
  await books.sql`update billing_sellers set iban = 'FR5399999000010000000014400'`
  const text = writeCfonb120([
    {
      identification: 'x',
      iban: 'FR5399999000010000000014400',
      from: '2026-11-20',
      to: '2026-11-20',
      openingCents: 0n,
      closingCents: 700n,
      movements: [movement],
    },
  ])
  const file = { name: 'releve.c120', bytes: new Uint8Array(Buffer.from(text)) }
  expect(await importStatement(books.accountant(), file)).toMatchObject({ movements: 1, matched: 1 })
  await books.sql`update billing_sellers set iban = ${sellerIban}`
  expect(await openOf(id)).toBe(0n)
})

describe('a member of staff', () => {
  test('assigns a movement, undoes it and assigns it otherwise; never beyond the open amount', async () => {
    const [, , third] = books.organisations
    const one = await books.issue(third, 'FAC-2026-000020', 3_000n, { dueOn: '2026-10-01' })
    const two = await books.issue(third, 'FAC-2026-000021', 2_000n, { dueOn: '2026-11-01' })
    await take({ cents: 3_500n, text: 'VIREMENT' })
    const movementId = await waiting('VIREMENT')
    const confirm = (documentIds: Id<'invoice'>[], organisationId = third.organisationId) =>
      confirmMovement(books.accountant(), { movementId, organisationId, documentIds })
    await expect(confirm([one], books.organisations[0].organisationId)).rejects.toMatchObject({
      code: 'not_found',
    })
    await confirm([two, one])
    // The older one first, in any order of naming.
    expect([await openOf(one), await openOf(two)]).toEqual([0n, 1_500n])
    await expect(confirm([one])).rejects.toMatchObject({
      code: 'conflict',
      params: { reason: 'decided_meanwhile' },
    })
    await undoMovement(books.accountant(), { movementId, note: 'Mauvais client' })
    expect([await openOf(one), await openOf(two), await books.balanceOf(third)]).toEqual([
      3_000n,
      2_000n,
      5_000n,
    ])
    await setAsideMovement(books.accountant(), { movementId, note: 'Virement interne' })
    await undoMovement(books.accountant(), { movementId, note: 'Si' })
    await confirm([])
    expect(await books.balanceOf(third)).toBe(1_500n)
    expect(await broken()).toEqual([])
  })

  test('no other path pays an invoice beyond its open amount, or takes back more than was paid', async () => {
    const [, , third] = books.organisations
    const id = await books.issue(third, 'FAC-2026-000025', 1_000n)
    await take({ cents: 1_200n, text: 'VIREMENT TROP' }, { cents: -300n, text: 'RETOUR TROP' })
    const settle = async (text: string) => {
      const movementId = await waiting(text)
      return withSystem(systemTestContext(), async (tx) => {
        await lockSettling(tx)
        const movement = await lockMovement(tx, movementId)
        if (!movement) throw new Error('it waits')
        const part = { organisationId: third.organisationId, documentId: id, cents: movement.cents }
        await settleMovement(tx, systemTestContext(), movement, [part], { rule: 'person', staffId: null })
      })
    }
    const refused = { code: 'conflict', params: { reason: 'document_paid', number: 'FAC-2026-000025' } }
    await expect(settle('VIREMENT TROP')).rejects.toMatchObject(refused)
    await expect(settle('RETOUR TROP')).rejects.toMatchObject(refused)
    expect(await openOf(id)).toBe(1_000n)
    expect(await broken()).toEqual([])
  })

  test('ten concurrent decisions about one movement: one succeeds; about one invoice: it is paid once', async () => {
    const [first] = books.organisations
    const id = await books.issue(first, 'FAC-2026-000030', 1_000n)
    const movements: Id<'bankMovement'>[] = []
    for (let each = 0; each < 5; each += 1) {
      await take({ cents: 700n, text: `VIREMENT ${each}` })
      movements.push(await waiting(`VIREMENT ${each}`))
    }
    const tries = movements.flatMap((movementId) =>
      [1, 2].map(() =>
        confirmMovement(books.accountant(), {
          movementId,
          organisationId: first.organisationId,
          documentIds: [id],
        }),
      ),
    )
    const outcomes = await Promise.allSettled(tries)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(await openOf(id)).toBe(0n)
    expect(await broken()).toEqual([])
  })

  test('a credit note reduces the open amount, and the overpaid part is kept', async () => {
    const [, second] = books.organisations
    const id = await books.issue(second, 'FAC-2026-000040', 1_200n)
    await books.issue(second, 'AVO-2026-000001', 200n, { kind: 'credit_note', corrects: id })
    expect(await openOf(id)).toBe(1_000n)
    await take({ cents: 1_200n, text: 'FAC-2026-000040' })
    const [row] =
      await books.sql`select sum(cents)::int as kept from payment_allocations where organisation_id = ${second.organisationId} and document_id is null`
    expect([await openOf(id), row?.kept]).toEqual([0n, 200])
    expect(await broken()).toEqual([])
  })
})

test('the rows reject amounts beyond what was received or is open, and changes', async () => {
  const sql = database.sqlAs('andromede_worker')
  await expect(sql`update document_settlements set paid_cents = gross_cents + 1`).rejects.toMatchObject({
    code: '23514',
  })
  await expect(
    sql`update bank_movements set allocated_cents = cents + 1 where cents > 0`,
  ).rejects.toMatchObject({ code: '23514' })
  for (const change of [
    sql`update payment_allocations set cents = 1`,
    sql`delete from payment_allocations`,
    sql`update bank_movements set cents = 1`,
    sql`delete from bank_statements`,
  ])
    await expect(change).rejects.toMatchObject({ code: '42501' })
})
