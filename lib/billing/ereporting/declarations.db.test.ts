import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId, toId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { afnorPlatform } from '../delivery/afnor-platform'
import { embeddedPlatform } from '../delivery/embedded-platform'
import type { EInvoicePlatform } from '../delivery/platform'
import { type AfnorServer, startAfnorServer } from '../delivery/testing/afnor-server'
import { issueDocument } from '../exports/testing/issue-document'
import type { IssuedDocument } from '../invoices/issued-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { importStatement } from '../payments/import-statement'
import { readBillingAttention } from '../payments/read-billing-attention'
import { type Books, makeBooks } from '../payments/testing/books'
import { createDueDeclarations } from './create-due-declarations'
import { declarePeriod, resendDeclaration } from './declare-period'
import { readDeclarationFile, readEreporting } from './read-declarations'
import { sendDeclarations } from './send-declarations'
import { setEreporting } from './settings'
import { brokenReportRules } from './testing/report-oracle'

const { sql } = useTestDatabase()
let books: Books
let afnor: AfnorServer
let issued = 0

beforeAll(async () => {
  books = await makeBooks(sql)
  afnor = await startAfnorServer()
})
afterAll(async () => {
  afnor?.close()
})
beforeEach(async () => {
  // Each test has its own periods: stop polling declarations of earlier ones.
  await books.sql`update declarations set next_attempt_at = null`
  afnor.refuseWith = null
})
afterEach(async () => {
  const names = [
    'declared_once',
    'declaration_totals',
    'declared_amounts',
    'periods_apart',
    'never_declared_as_e_invoice',
  ]
  expect((await checkInvariants(books.sql)).filter(({ name }) => names.includes(name))).toEqual([])
})

const at = (day: string, time = '09:00:00') => new Date(`${day}T${time}Z`)
const platforms =
  (now: Date, over: Partial<EInvoicePlatform> = {}) =>
  async () => ({
    ...afnorPlatform({
      baseUrl: afnor.url,
      tokenUrl: `${afnor.url}/token`,
      clientId: 'andromede',
      clientSecret: afnor.secret,
      timeoutMs: 5_000,
      clock: () => now.getTime(),
    }),
    ...over,
  })
const keep = (day: string) => createDueDeclarations(systemTestContext(at(day)))
const send = (now: Date, using = platforms(now)) => sendDeclarations(systemTestContext(now), using)
const rows = async (kind: 'transactions' | 'payments', from: string) =>
  await books.sql`select *, to_on::text as last_on, due_on::text as due, convert_from(content, 'UTF8') as xml from declarations
    where kind = ${kind} and from_on = ${from} order by revision`
/** Sent, accepted and filed. */
async function file(id: unknown, number: string, now: Date) {
  await send(now)
  await send(addSeconds(now, 60))
  afnor.tell(`${id}`, number, 300)
  await books.sql`update declarations set next_attempt_at = ${addSeconds(now, 600)} where id = ${`${id}`}`
  await send(addSeconds(now, 600))
}

/** 120 € at 20 % to an association, with VAT due on payment. */
async function issue(
  issuedOn: string,
  over: Partial<IssuedDocument> = {},
  buyer: Partial<IssuedDocument['buyer']> = {},
) {
  issued += 1
  const number = `FAC-2026-${String(issued).padStart(6, '0')}`
  const example = exampleDocument()
  const [customer] = books.organisations
  const totals = {
    ...example.totals,
    netCents: 10_000n,
    vatCents: 2_000n,
    grossCents: 12_000n,
    dueCents: 12_000n,
  }
  const documentId = await issueDocument(
    books.sql,
    { sellingEntityId: books.sellingEntityId, organisationId: customer.organisationId },
    exampleDocument({
      number,
      issuedOn,
      buyer: { ...example.buyer, kind: 'company', isTaxable: false, ...buyer },
      vatOnDebits: false,
      totals,
      vat: [{ category: 'S', rateBasisPoints: 2_000, baseCents: 10_000n, vatCents: 2_000n }],
      ...over,
    }),
  )
  return { number, documentId }
}
const pay = async (number: string, cents: bigint, bookedOn: string) =>
  importStatement(
    books.accountant(at(bookedOn)),
    books.statementOf([{ bookedOn, valuedOn: bookedOn, cents, text: `Reglement ${number}` }]),
  )

test('sales of ten days are declared once, three days before they are due, and filed', async () => {
  await issue('2026-11-03')
  await issue('2026-11-04', {}, { isTaxable: true })
  await keep('2026-11-16')
  expect(await rows('transactions', '2026-11-01')).toEqual([])
  await Promise.all([keep('2026-11-17'), keep('2026-11-17'), keep('2026-11-17')])
  const [made, ...more] = await rows('transactions', '2026-11-01')
  expect(more).toEqual([])
  expect(made).toMatchObject({
    type: 'IN',
    last_on: '2026-11-10',
    due: '2026-11-20',
    items: 1,
    net_cents: '10000',
    vat_cents: '2000',
    state: 'waiting',
  })
  expect(brokenReportRules(`${made?.xml}`)).toEqual([])
  const now = at('2026-11-17', '10:00:00')
  await file(made?.id, `${made?.number}`, now)
  const flows = afnor.flows.filter(
    ({ trackingId, flowDirection }) => trackingId === made?.id && flowDirection === 'Out',
  )
  expect(flows.map(({ flowSyntax, original }) => [flowSyntax, original])).toEqual([['FRR', made?.xml]])
  expect((await rows('transactions', '2026-11-01'))[0]).toMatchObject({
    state: 'accepted',
    status_code: 300,
    next_attempt_at: null,
  })
  await keep('2026-11-19')
  expect(await rows('transactions', '2026-11-01')).toHaveLength(1)
})

test('later additions are declared in a file that replaces the first', async () => {
  const { number } = await issue('2026-10-02')
  const other = await issue('2026-10-03')
  await pay(number, 5_000n, '2026-10-12')
  await keep('2026-11-08')
  const [first] = await rows('payments', '2026-10-01')
  expect(first).toMatchObject({ type: 'IN', items: 1, paid_cents: '5000', due: '2026-11-10' })
  await file(first?.id, `${first?.number}`, at('2026-11-08', '10:00:00'))
  // A statement of the period is imported after its declaration.
  await pay(other.number, 12_000n, '2026-10-30')
  await keep('2026-11-09')
  await keep('2026-11-10')
  await keep('2026-11-10')
  const [, second, ...more] = await rows('payments', '2026-10-01')
  expect(more).toEqual([])
  expect(second).toMatchObject({ type: 'RE', revision: 2, items: 2, paid_cents: '17000' })
  expect(brokenReportRules(`${second?.xml}`)).toEqual([])
  expect(`${second?.xml}`).toContain('<Amount>50.00</Amount>')
  expect(`${second?.xml}`).toContain('<Amount>120.00</Amount>')
})

describe('a declaration that the State rejects', () => {
  test('waits for staff, who declare the period again as an initial one, since none was filed', async () => {
    await issue('2026-11-12')
    await keep('2026-11-27')
    const [made] = await rows('transactions', '2026-11-11')
    const now = at('2026-11-27', '10:00:00')
    await send(now)
    await send(addSeconds(now, 60))
    afnor.tell(`${made?.id}`, `${made?.number}`, 301, { code: 'REJ_PER', text: 'Période' })
    await books.sql`update declarations set next_attempt_at = ${addSeconds(now, 600)} where id = ${`${made?.id}`}`
    await send(addSeconds(now, 600))
    expect((await rows('transactions', '2026-11-11'))[0]).toMatchObject({
      state: 'rejected',
      status_code: 301,
      failure_code: 'REJ_PER',
      next_attempt_at: null,
    })
    await keep('2026-11-29')
    expect(await rows('transactions', '2026-11-11')).toHaveLength(1)
    const troubled = async () =>
      (await readBillingAttention(books.accountant(at('2026-11-29')))).troubledDeclarations
    const before = await troubled()
    await declarePeriod(books.accountant(at('2026-11-29')), { kind: 'transactions', from: '2026-11-11' })
    const [, second] = await rows('transactions', '2026-11-11')
    // The new revision replaces it and is not due before the next day.
    expect(await troubled()).toBe(before - 1)
    expect(second).toMatchObject({
      type: 'IN',
      revision: 2,
      state: 'waiting',
      created_by_staff_id: books.staffId,
    })
    await expect(
      declarePeriod(books.accountant(at('2026-11-29')), { kind: 'transactions', from: '2026-11-11' }),
    ).rejects.toMatchObject({ code: 'state_forbids', params: { reason: 'declaration_on_its_way' } })
  })

  test('a file that breaks a rule is rejected by the platform', async () => {
    afnor.refuseWith = { status: 422, errorCode: 'InvalidSchema' }
    await issue('2026-10-22')
    await keep('2026-11-08')
    const now = at('2026-11-08', '10:00:00')
    await send(now)
    expect((await rows('transactions', '2026-10-21'))[0]).toMatchObject({
      state: 'rejected',
      failure_code: 'InvalidSchema',
    })
  })
})

test('an unavailable platform is retried for a day, then staff send the same file again', async () => {
  await issue('2026-09-14')
  await keep('2026-09-28')
  const [made] = await rows('transactions', '2026-09-11')
  const down = async () => {
    throw new Error('no route to host')
  }
  let now = at('2026-09-28', '10:00:00')
  const unavailable = platforms(now, { declare: down, find: async () => null })
  for (let tries = 0; tries < 24; tries += 1) {
    await send(now, unavailable)
    now = addSeconds(now, 3_700)
  }
  expect((await rows('transactions', '2026-09-11'))[0]).toMatchObject({
    state: 'failed',
    next_attempt_at: null,
  })
  await resendDeclaration(books.accountant(now), { declarationId: toId('declaration', `${made?.id}`) })
  await send(now)
  expect((await rows('transactions', '2026-09-11'))[0]).toMatchObject({
    state: 'deposited',
    sha256: made?.sha256,
  })
})

test('a worker that dies after the deposit leaves the declaration sent once', async () => {
  await issue('2026-10-12')
  await keep('2026-10-28')
  const [made] = await rows('transactions', '2026-10-11')
  const now = at('2026-10-28', '10:00:00')
  const real = await platforms(now)()
  const dying = platforms(now, {
    async declare(given) {
      await real.declare?.(given)
      throw new Error('killed before anything was written')
    },
  })
  await send(now, dying)
  await Promise.all([1, 2, 3].map((each) => send(addSeconds(now, 4_000 + each))))
  const sent = afnor.flows.filter(
    ({ trackingId, flowDirection }) => trackingId === made?.id && flowDirection === 'Out',
  )
  expect(sent).toHaveLength(1)
  expect((await rows('transactions', '2026-10-11'))[0]?.state).not.toBe('waiting')
})

test('the embedded platform accepts a declaration and answers', async () => {
  await issue('2026-09-03')
  await keep('2026-09-17')
  const using = (now: Date) => async () => embeddedPlatform(systemTestContext(now))
  const now = at('2026-09-17', '10:00:00')
  for (const seconds of [0, 1, 60]) await send(addSeconds(now, seconds), using(addSeconds(now, seconds)))
  expect((await rows('transactions', '2026-09-01'))[0]).toMatchObject({ state: 'accepted', status_code: 300 })
})

test('the page lists past and upcoming declarations; a member without permission cannot send one', async () => {
  await issue('2026-11-24')
  const open = await readEreporting(books.accountant(at('2026-11-25')))
  const of = (view: typeof open) =>
    view?.declarations.find(
      ({ kind, from, id }) => kind === 'transactions' && from === '2026-11-21' && id === null,
    )
  expect(of(open)).toMatchObject({
    state: 'open',
    to: '2026-11-30',
    dueOn: '2026-12-10',
    action: null,
    isUrgent: false,
  })
  const near = await readEreporting(books.accountant(at('2026-12-08')))
  expect(of(near)).toMatchObject({ state: 'coming', action: 'declare', isUrgent: true })
  await expect(
    declarePeriod(books.accountant(at('2026-11-25')), { kind: 'transactions', from: '2026-11-21' }),
  ).rejects.toMatchObject({ params: { reason: 'period_open' } })
  for (const role of ['support', 'auditor'] as const)
    await expect(
      declarePeriod(books.accountant(at('2026-12-01'), [role]), { kind: 'transactions', from: '2026-11-21' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  await declarePeriod(books.accountant(at('2026-12-01')), { kind: 'transactions', from: '2026-11-21' })
  const [made] = await rows('transactions', '2026-11-21')
  const { name, content } = await readDeclarationFile(books.accountant(at('2026-12-01'), ['auditor']), {
    declarationId: `${made?.id}` as Id<'declaration'>,
  })
  expect([name, Buffer.from(content).toString()]).toEqual([`${made?.number}.xml`, made?.xml])
  await expect(
    readDeclarationFile(books.accountant(), { declarationId: newId('declaration') }),
  ).rejects.toMatchObject({ code: 'not_found' })
})

test('the seller chooses its reporting regime: not later than the law, and never after a declared day', async () => {
  const accountant = books.accountant(at('2026-12-01'))
  const input = { size: 'large', regime: 'real_monthly', platformCode: 'AB12' } as const
  await expect(setEreporting(accountant, { ...input, startsOn: '2026-10-01' })).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'startsOn',
  })
  await expect(setEreporting(accountant, { ...input, size: 'small' })).rejects.toMatchObject({
    params: { reason: 'already_reporting' },
  })
  await setEreporting(accountant, { ...input, regime: 'real_quarterly' })
  expect((await readEreporting(accountant))?.settings).toEqual({
    size: 'large',
    regime: 'real_quarterly',
    startsOn: '2026-09-01',
    platformCode: 'AB12',
  })
  // A new regime starts after the declared days: the month is shortened to its rest.
  await issue('2026-12-03')
  const view = await readEreporting(books.accountant(at('2026-12-31')))
  expect(
    view?.declarations.find(({ from, kind }) => kind === 'transactions' && from === '2026-12-01'),
  ).toMatchObject({
    to: '2026-12-31',
    dueOn: '2027-01-10',
  })
})
