import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { accountingInvariants } from '~/db/invariants/accounting'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { TestBuyer } from '~/testing/buyer'
import type { ExportFormat, ExportKind } from '../exports/kinds'
import { openPreparedExport, prepareExport } from '../exports/prepared-exports'
import { importStatement } from '../payments/import-statement'
import { type Books, issueDocument, makeBooks } from '../payments/testing/books'
import { deliverExports } from './deliver-exports'
import { createExportSchedules } from './manage-schedules'
import { listExportRecipients } from './recipients'

const { sql } = useTestDatabase()
let books: Books
beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  books = await makeBooks(sql)
})

async function schedule(ctx: OpContext, each: { kind: ExportKind; format: ExportFormat }): Promise<void> {
  const recipients = (await listExportRecipients(ctx)).map(({ memberId }) => memberId)
  await createExportSchedules(ctx, { destination: 'mail', exports: [each], day: 1, recipients })
}

const begin = new Date('2026-12-04T06:00:00Z')
const days = 150
const onDay = (n: number) => addSeconds(begin, n * 86_400)
const isoDay = (at: Date) => at.toISOString().slice(0, 10)

/** Payments of one customer: the recording day of each, and how many days earlier the bank booked it. */
const anyYear = fc.record({
  payments: fc.array(
    fc.record({ day: fc.nat(days - 60), late: fc.nat(45), cents: fc.integer({ min: 1, max: 900 }) }),
    { minLength: 5, maxLength: 14 },
  ),
  /** Whether each month is billed; a month without usage is not. */
  billed: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  /** Positions of files that cannot be prepared. */
  broken: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
})

async function deliver(now: Date, isBroken: (organisationId: string) => boolean): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await deliverExports(systemTestContext(now))
    const waiting = await books.sql<{ id: Id<'export'>; organisation: string }[]>`
      select id, organisation_id as organisation from export_jobs where state = 'waiting'`
    for (const { id, organisation } of waiting)
      if (isBroken(organisation)) await books.sql`update export_jobs set state = 'failed' where id = ${id}`
      else await prepareExport(systemTestContext(now), { exportId: id })
  }
  await deliverExports(systemTestContext(addSeconds(now, 60)))
}

test('each payment is in exactly one file of a schedule, however late it is recorded', async () => {
  const drawn = fc.sample(anyYear, { numRuns: 3, seed: 11 })
  const years = books.organisations.map((organisation, index) => ({
    organisation,
    number: `FAC-2026-00070${index}`,
    ...(drawn[index] as (typeof drawn)[number]),
    files: 0,
  }))
  const close = (of: TestBuyer, period: string, at: Date) => books.sql`
    insert into billed_months (organisation_id, period, closed_at, documents, net_cents)
    values (${of.organisationId}, ${period}, ${at}, 1, 0)`
  for (const { organisation, number } of years) {
    await books.issue(organisation, number, 10_000_000n)
    await close(organisation, '2026-11', addSeconds(begin, -86_400))
    await schedule(books.as(organisation, 'owner', begin), { kind: 'payments', format: 'jsonl' })
  }
  const contents = new Map<string, string[]>()
  for (let day = 0; day < days; day += 1) {
    const now = onDay(day)
    const booked = years.flatMap(({ number, payments }) =>
      payments
        .filter((each) => each.day === day)
        .map(({ late, cents }) => {
          const bookedOn = isoDay(onDay(day - late))
          return { bookedOn, valuedOn: bookedOn, cents: BigInt(cents), text: number }
        }),
    )
    if (booked.length > 0) await importStatement(books.accountant(now), books.statementOf(booked))
    if (now.getUTCDate() === 3)
      for (const { organisation, billed } of years) {
        const period = isoDay(addSeconds(now, -5 * 86_400)).slice(0, 7)
        if (billed[now.getUTCMonth() % 5]) await close(organisation, period, now)
      }
    if (day % 2 === 1) continue
    await deliver(now, (organisationId) => {
      const year = years.find(({ organisation }) => organisation.organisationId === organisationId)
      if (!year) return false
      year.files += 1
      return year.broken.includes(year.files)
    })
    // Files are kept for a week, so read the delivered ones.
    for (const { organisation } of years) {
      const delivered = await books.sql<{ id: Id<'export'> }[]>`
        select export_id as id from scheduled_exports
        where organisation_id = ${organisation.organisationId} and state = 'delivered'`
      for (const { id } of delivered.filter(({ id }) => !contents.has(id))) {
        const chunks: Uint8Array[] = []
        const { stream } = await openPreparedExport(books.as(organisation, 'owner', now), { exportId: id })
        for await (const chunk of stream) chunks.push(chunk)
        const text = Buffer.concat(chunks).toString('utf8').trim()
        contents.set(id, text === '' ? [] : text.split('\n'))
      }
    }
  }
  const sent = [...contents.values()].flat().map((line) => JSON.parse(line))
  const shown = sent.map(({ customer_code, received_on, amount_eur }) => [
    customer_code,
    received_on,
    amount_eur,
  ])
  const recorded = await books.sql<{ code: string; day: string; cents: string }[]>`
    select coalesce(b.customer_code, a.organisation_id) as code, a.occurred_on::text as day, sum(a.cents)::text as cents
    from payment_allocations a left join billing_profiles b on b.organisation_id = a.organisation_id
    group by 1, 2, a.movement_id`
  const byText = (one: unknown, other: unknown) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)
  expect(recorded.length).toBeGreaterThan(15)
  expect(shown.sort(byText)).toEqual(
    [...recorded].map(({ code, day, cents }) => [code, day, Number(cents) / 100]).sort(byText),
  )
  const references = sent.map(({ reference }) => reference)
  expect(new Set(references).size).toBe(references.length)
  // Some were recorded after the file of their month was sent.
  expect(years.some(({ payments }) => payments.some(({ late }) => late > 35))).toBe(true)
  for (const { name, statement } of accountingInvariants)
    if (name.startsWith('scheduled')) expect(await books.sql.unsafe(statement), name).toEqual([])
})

test('accruals of a month without usage are sent when it has a credit note', async () => {
  const [organisation] = books.organisations
  const { organisationId } = organisation
  await books.sql`update export_schedules set ended_at = now()`
  const at = new Date('2027-06-20T06:00:00Z')
  await schedule(books.as(organisation, 'owner', at), { kind: 'accruals', format: 'entries_csv' })
  const document = {
    sellingEntityId: books.sellingEntityId,
    organisationId,
    grossCents: 1_200n,
    dueOn: '2027-08-01',
    now: at,
  }
  const invoice = await issueDocument(books.sql, {
    ...document,
    number: 'FAC-2027-000001',
    kind: 'invoice',
    corrects: null,
  })
  const credit = await issueDocument(books.sql, {
    ...document,
    number: 'AVO-2027-000001',
    kind: 'credit_note',
    corrects: invoice,
  })
  await books.sql`alter table billing_documents disable trigger user`
  await books.sql`alter table billing_document_lines disable trigger user`
  await books.sql`update billing_documents set issued_on = '2027-07-02' where id = ${credit}`
  await books.sql`insert into billing_document_lines (document_id, organisation_id, position, kind, label, started_at, ended_at, net_cents, vat_category, vat_rate_basis_points, usage_period)
    values (${credit}, ${organisationId}, 1, 'usage', 'Calcul', '2027-04-30T22:00:00Z', '2027-05-31T22:00:00Z', 1000, 'S', 2000, '2027-05')`
  const periods = async () =>
    (
      await books.sql<{ period: string }[]>`
        select e.period from scheduled_exports e join export_schedules s on s.id = e.schedule_id
        where s.organisation_id = ${organisationId} and s.kind = 'accruals' order by 1`
    ).map(({ period }) => period)
  // The last billed month is sent at once.
  await deliverExports(systemTestContext(at))
  const before = await periods()
  await deliverExports(systemTestContext(new Date('2027-07-10T06:00:00Z')))
  expect(await periods()).toEqual(before)
  await deliverExports(systemTestContext(new Date('2027-07-11T06:00:00Z')))
  expect(await periods()).toEqual([...before, '2027-06'])
  await deliverExports(systemTestContext(new Date('2027-08-15T06:00:00Z')))
  expect(await periods()).toEqual([...before, '2027-06'])
})
