import { sql as drizzle } from 'drizzle-orm'
import type postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { openAsSuperuser } from '~/db/testing/superuser'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { planDelivery } from '~/lib/billing'
import { deliverDocuments } from '~/lib/billing/delivery/deliver-documents'
import type { EInvoicePlatform } from '~/lib/billing/delivery/platform'
import { insertSeller, issueDocument } from '~/lib/billing/exports/testing/issue-document'
import { exampleDocument } from '~/lib/billing/invoices/testing/example-document'
import { emitEvent } from '~/lib/events'
import { countOpenPoints } from '~/lib/hypervisors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { sendMail } from '~/lib/mail'
import { createWebhook, deliverDue, publishEvents } from '~/lib/webhooks'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { makeStaff } from '~/testing/staff'
import { carryOutSendings, decideSendings, listDoubtfulSendings, proposeSendings } from '../index'

const database = useTestDatabase()
const { sql } = database
let people: Id<'staff'>[]
let buyer: TestBuyer
let seller: Id<'sellingEntity'>
let now = new Date('2026-11-04T09:00:00Z')
let issued = 0
/** Reads the queue too. */
let all: postgres.Sql

beforeAll(async () => {
  all = openAsSuperuser(inject('adminUrl'), database.current)
  process.env.ENCRYPTION_KEY ??= Buffer.alloc(32, 7).toString('base64')
  process.env.PORTAL_URL = 'https://andromede.example'
  people = await Promise.all(
    ['un@example.test', 'deux@example.test'].map(
      async (email) => (await makeStaff(sql, ['accountant'], { email })).staffId,
    ),
  )
  // As with a mail server: the sites read no mail.
  await withSystem(systemTestContext(now), (tx) =>
    tx.execute(drizzle`update installation_facts set value = 'closed' where name = 'mailbox'`),
  )
  seller = await insertSeller(sql)
  buyer = await makeBuyer(sql)
  await createWebhook(buyer.as('owner', now), {
    url: 'https://hooks.exemple.fr/andromede',
    events: ['quota.accepted'],
  })
})
afterAll(() => all?.end())
beforeEach(async () => {
  now = addSeconds(now, 3_600)
  await sql`delete from doubtful_sendings`
  await sql`update recoveries set ended_at = now(), data_lost = false where ended_at is null`
  await sql`delete from recoveries`
  await sql`delete from mail_messages`
  await sql`update webhook_deliveries set state = 'failed' where state = 'waiting'`
  await sql`update document_deliveries set state = 'failed', next_attempt_at = null where state = 'waiting'`
})

const worker = () => systemTestContext(now)
const staff = (index = 0, role: StaffRole = 'accountant') =>
  staffTestContext(people[index] as Id<'staff'>, [role], now)
const begin = () =>
  sql`select app.note_recovery(${newId('recovery')}, 'new_timeline', ${addSeconds(now, -1)})`
const agree = (dataLost = true) =>
  sql`select app.end_recovery(app.database_identity(), null, ${dataLost}, ${now})`

async function queuedMail(): Promise<Id<'mail'>> {
  const id = newId('mail')
  await sql`insert into mail_messages (id, recipient, subject, text_body, html_body, template, state, created_at)
    values (${id}, 'client@example.test', 'Votre facture', 'texte', 'html', 'invoice-issued', 'queued', ${now})`
  return id
}
async function waitingWebhook(): Promise<string> {
  await withOrganisation(buyer.as('owner', now), (tx, organisationId) =>
    emitEvent(tx, buyer.as('owner', now), {
      organisationId,
      event: 'quota.accepted',
      data: { projectId: buyer.projectId, resource: 'instances', limit: 3, asked: 8 },
    }),
  )
  await publishEvents(worker())
  const [row] = await sql<{ id: string }[]>`select id from webhook_deliveries where state = 'waiting'`
  return row?.id ?? ''
}
async function issue(finalisedAt = now): Promise<Id<'invoice'>> {
  issued += 1
  const number = `FAC-2026-${`${issued}`.padStart(6, '0')}`
  const { buyer: example } = exampleDocument()
  const document = exampleDocument({ number, buyer: { ...example, kind: 'company' } })
  return issueDocument(
    sql,
    { sellingEntityId: seller, organisationId: buyer.organisationId },
    document,
    finalisedAt,
  )
}

/** Every way out of the installation; returns what left. */
async function sendEverything(): Promise<string[]> {
  now = addSeconds(now, 7_200)
  const left: string[] = []
  const platform = {
    name: 'afnor',
    find: async () => null,
    deposit: async ({ trackingId }: { trackingId: string }) => {
      left.push(trackingId)
      return { outcome: 'deposited', externalId: trackingId } as const
    },
    acknowledgement: async () => ({ state: 'pending' }) as const,
    statuses: async () => [],
  } as unknown as EInvoicePlatform
  await deliverDocuments(worker(), async () => platform)
  await deliverDue(worker(), async (_to, { headers }) => {
    left.push(headers['webhook-id'] ?? '')
    return { status: 200 }
  })
  for (const { id } of await sql<{ id: Id<'mail'> }[]>`select id from mail_messages where state = 'queued'`) {
    await sendMail(worker(), { mailId: id })
    // Without a mail server a mail is kept instead of sent.
    const [row] = await sql`select 1 from mail_messages where id = ${id} and state = 'kept'`
    if (row) left.push(id)
  }
  return left
}
const listed = async () => (await listDoubtfulSendings(staff())).sendings
const idsOf = async (subjects: readonly string[]) =>
  (
    await sql<
      { id: Id<'doubtfulSending'> }[]
    >`select id from doubtful_sendings where subject = any(${[...subjects]}) order by id`
  ).map(({ id }) => id)
const propose = async (subjects: readonly string[], outcome: 'send' | 'sent', by = staff()) =>
  proposeSendings(by, { sendingIds: await idsOf(subjects), outcome, reference: 'Journal du serveur.' })
const confirm = async (subjects: readonly string[], outcome: 'send' | 'sent', by = staff(1)) =>
  decideSendings(by, { sendingIds: await idsOf(subjects), outcome, decision: 'confirm' })
const messageOf = async (id: string) =>
  (await sql<{ of: string }[]>`select message_id as of from webhook_deliveries where id = ${id}`)[0]?.of
const brokenInvariants = async () => (await checkInvariants(sql)).map(({ name }) => name)

test('what waited at the restored moment is listed, and leaves only after two people decided to send it', async () => {
  const [mail, otherMail, webhook, documentId] = [
    await queuedMail(),
    await queuedMail(),
    await waitingWebhook(),
    await issue(),
  ]
  await planDelivery(worker(), { documentId })
  const [deposit] = await sql<
    { id: string }[]
  >`select id from document_deliveries where document_id = ${documentId} and channel = 'platform'`
  const einvoice = deposit?.id ?? ''
  // The example document is in no books.
  const broken = await brokenInvariants()
  await begin()
  expect((await listed()).map(({ kind, name }) => [kind, name !== null])).toEqual([
    ['einvoice', true],
    ['mail', true],
    ['mail', true],
    ['mail', true],
    ['webhook', true],
  ])
  expect(await countOpenPoints(staff(0, 'administrator'))).toBe(5)
  await agree()
  expect(await sendEverything()).toEqual([])

  await expect(propose([mail], 'sent', staff(0, 'capacity'))).rejects.toMatchObject({ code: 'forbidden' })
  expect(await propose([otherMail, webhook, einvoice], 'send')).toEqual({ done: 3 })
  expect(await propose([mail], 'sent')).toEqual({ done: 1 })
  expect(await propose([mail], 'send', staff(1))).toEqual({ done: 0 })
  await expect(confirm([mail], 'sent', staff(0))).rejects.toMatchObject({ code: 'forbidden' })
  expect(await confirm([mail, otherMail, webhook, einvoice], 'sent')).toEqual({ done: 1 })
  await carryOutSendings(worker())
  expect(await sendEverything()).toEqual([])

  expect(await confirm([otherMail, webhook, einvoice], 'send')).toEqual({ done: 3 })
  await carryOutSendings(worker())
  await carryOutSendings(worker())
  expect((await sendEverything()).sort()).toEqual([otherMail, await messageOf(webhook), einvoice].sort())
  expect(await sendEverything()).toEqual([])
  expect(await sql`select state, text_body from mail_messages where id = ${mail}`).toEqual([
    { state: 'sent', text_body: '' },
  ])
  expect((await listed()).map(({ kind }) => kind)).toEqual(['mail'])
  const events = await sql<{ event: string; n: number }[]>`
    select event, count(*)::int as n from audit_events where event like 'recovery.sending%' group by 1 order by 1`
  expect(events).toEqual([
    { event: 'recovery.sending_confirmed', n: 4 },
    { event: 'recovery.sending_marked', n: 1 },
    { event: 'recovery.sending_proposed', n: 4 },
    { event: 'recovery.sending_released', n: 3 },
  ])
  expect(await brokenInvariants()).toEqual(broken)
})

test('an e-invoice and a webhook that were sent before are never sent again', async () => {
  const [webhook, documentId] = [await waitingWebhook(), await issue()]
  await planDelivery(worker(), { documentId })
  const [deposit] = await sql<
    { id: string }[]
  >`select id from document_deliveries where document_id = ${documentId} and channel = 'platform'`
  const einvoice = deposit?.id ?? ''
  await begin()
  await propose([webhook, einvoice], 'sent')
  await confirm([webhook, einvoice], 'sent')
  await carryOutSendings(worker())
  await agree()
  expect(await sendEverything()).toEqual([])
  expect(
    await sql`select state, next_attempt_at as at from document_deliveries where id = ${einvoice}`,
  ).toEqual([{ state: 'accepted', at: null }])
  expect(await sql`select state from webhook_deliveries where id = ${webhook}`).toEqual([
    { state: 'delivered' },
  ])
})

test('a recovery without a loss ends the doubt; what was decided before another restore is in doubt again', async () => {
  const mail = await queuedMail()
  await begin()
  await agree(false)
  expect(await listed()).toEqual([])
  expect(await sendEverything()).toEqual([mail])

  const later = await queuedMail()
  await begin()
  await propose([later], 'send')
  await confirm([later], 'send')
  await carryOutSendings(worker())
  await agree()
  now = addSeconds(now, 60)
  await begin()
  expect(await listed()).toMatchObject([{ kind: 'mail', state: 'open', proposal: null }])
  await agree()
  expect(await sendEverything()).toEqual([])
})

const mailJobs = async (ids: readonly string[]) =>
  (
    await all<{ key: string }[]>`
      select key from graphile_worker._private_jobs where key = any(${ids.map((id) => `mail:${id}`)}) order by 1`
  ).map(({ key }) => key)

test('a recovery without a loss keeps the doubts and proposals of an earlier one with a loss', async () => {
  const [proposed, open] = [await queuedMail(), await queuedMail()]
  await begin()
  await agree()
  await propose([proposed], 'sent')
  now = addSeconds(now, 60)
  const later = await queuedMail()
  await begin()
  expect((await listed()).map(({ state }) => state)).toEqual(['proposed', 'open', 'open'])
  await agree(false)
  expect((await listed()).map(({ state }) => state)).toEqual(['proposed', 'open'])
  expect(await mailJobs([proposed, open, later])).toEqual([`mail:${later}`])
  expect(await sendEverything()).toEqual([later])
  // As a worker ends a recovery that began at an earlier promotion.
  await begin()
  await sql`update recoveries set ended_at = now(), data_lost = false, is_continued = true where ended_at is null`
  expect(await listed()).toHaveLength(2)
  expect(await confirm([proposed], 'sent')).toEqual({ done: 1 })
})

test('a loss voids proposals from before it, and decisions that no worker carried out', async () => {
  const [proposed, decided, during] = [await queuedMail(), await queuedMail(), await queuedMail()]
  await begin()
  await agree()
  await propose([proposed, decided], 'send')
  await confirm([decided], 'send')
  now = addSeconds(now, 60)
  await begin()
  await propose([during], 'send')
  await carryOutSendings(worker())
  await agree()
  expect((await listed()).map(({ state }) => state)).toEqual(['open', 'open', 'proposed'])
  expect(await sendEverything()).toEqual([])
})

test('what is planned while the database is held waits, until the recovery ends without a loss', async () => {
  const documentId = await issue()
  now = addSeconds(now, 60)
  await begin()
  await planDelivery(worker(), { documentId })
  expect((await listed()).map(({ kind }) => kind)).toEqual(['einvoice', 'mail'])
  await agree(false)
  expect(await listed()).toEqual([])
  expect(await sendEverything()).toHaveLength(2)

  const other = await issue()
  now = addSeconds(now, 60)
  await begin()
  await planDelivery(worker(), { documentId: other })
  await agree()
  expect(await listed()).toHaveLength(2)
  expect(await sendEverything()).toEqual([])
})

test('what is planned during a recovery for a cause before an earlier loss stays in doubt without a new loss', async () => {
  const documentId = await issue()
  now = addSeconds(now, 60)
  await begin()
  await agree()
  now = addSeconds(now, 60)
  await begin()
  await planDelivery(worker(), { documentId })
  await agree(false)
  expect((await listed()).map(({ kind }) => kind)).toEqual(['einvoice', 'mail'])
  expect(await sendEverything()).toEqual([])
})

test('the mail and the deposit of a document issued before a loss and planned after it wait; those of a new document do not', async () => {
  const before = await issue()
  now = addSeconds(now, 60)
  await begin()
  await agree()
  now = addSeconds(now, 60)
  const after = await issue()
  for (const documentId of [before, after]) await planDelivery(worker(), { documentId })
  const deposits = await sql<{ id: string; of: string }[]>`
    select id, document_id as of from document_deliveries where channel = 'platform' and document_id in (${before}, ${after})`
  const idFor = (documentId: string) => deposits.find(({ of }) => of === documentId)?.id
  const left = await sendEverything()
  expect(left).toHaveLength(2)
  expect(left).toContain(idFor(after))
  expect((await listed()).map(({ kind }) => kind)).toEqual(['einvoice', 'mail'])
  await planDelivery(worker(), { documentId: before })
  expect(await listed()).toHaveLength(2)
})

test('people who decide at once, and workers who carry out at once, leave one outcome', async () => {
  const mails: Id<'mail'>[] = []
  for (let at = 0; at < 60; at += 1) mails.push(await queuedMail())
  await begin()
  const proposals = await Promise.all([propose(mails, 'sent'), propose(mails, 'send', staff(1))])
  expect(proposals.map(({ done }) => done).sort()).toEqual([0, 60])
  const outcome = proposals[0].done > 0 ? 'sent' : 'send'
  const other = outcome === 'sent' ? 1 : 0
  const ids = await idsOf(mails)
  const decisions = await Promise.all([
    decideSendings(staff(other), { sendingIds: ids, outcome, decision: 'confirm' }),
    decideSendings(staff(1 - other), { sendingIds: ids, outcome: null, decision: 'withdraw' }),
    decideSendings(staff(other), { sendingIds: ids, outcome, decision: 'confirm' }),
  ])
  expect(decisions.map(({ done }) => done).sort()).toEqual([0, 0, 60])
  await Promise.all([carryOutSendings(worker()), carryOutSendings(worker()), carryOutSendings(worker())])
  const confirmed = decisions[1].done === 0
  const states = await sql`select distinct state from doubtful_sendings`
  expect(states).toEqual([{ state: confirmed ? 'done' : 'open' }])
  const ended = await sql<{ n: number }[]>`
    select count(*)::int as n from audit_events where event in ('recovery.sending_marked', 'recovery.sending_released')
      and subject_id = any(${ids}) group by subject_id`
  expect(ended.map(({ n }) => n)).toEqual(confirmed ? mails.map(() => 1) : [])
})

test('the list of one kind holds it alone, and counts every kind', async () => {
  const mails = [await queuedMail(), await queuedMail()]
  await waitingWebhook()
  await begin()
  const { sendings, counts } = await listDoubtfulSendings(staff(), 'mail')
  expect(new Set(sendings.map(({ kind }) => kind))).toEqual(new Set(['mail']))
  const all = await listed()
  expect(all.length).toBeGreaterThan(sendings.length)
  for (const { kind, count } of counts)
    expect(count).toBe(all.filter((sending) => sending.kind === kind).length)
  expect(counts.find(({ kind }) => kind === 'mail')?.count).toBe(sendings.length)
  expect(sendings.length).toBeGreaterThanOrEqual(mails.length)
})

test('neither site nor worker can skip a person, or change the outcome that was proposed', async () => {
  const mail = await queuedMail()
  await begin()
  await propose([mail], 'sent')
  const [operator, asWorker] = [database.sqlAs('andromede_operator'), database.sqlAs('andromede_worker')]
  const refused = { code: '42501', message: 'two people decide whether something is sent' }
  const decided = { state: 'waiting', decided_by_staff_id: people[1] as string, decided_at: now }
  await expect(
    operator`update doubtful_sendings set ${sql({ ...decided, outcome: 'send' })} where subject = ${mail}`,
  ).rejects.toMatchObject(refused)
  await expect(
    operator`update doubtful_sendings set ${sql({ ...decided, decided_by_staff_id: people[0] as string })} where subject = ${mail}`,
  ).rejects.toMatchObject({ code: '23514' })
  await expect(
    asWorker`update doubtful_sendings set state = 'done', ended_at = now() where subject = ${mail}`,
  ).rejects.toMatchObject(refused)
  await expect(operator`delete from doubtful_sendings`).rejects.toMatchObject({ code: '42501' })
})
