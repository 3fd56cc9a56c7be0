import { beforeAll, beforeEach, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { prepareExport } from '../exports/prepared-exports'
import { insertSeller, issueDocument } from '../exports/testing/issue-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { deliverExports } from './deliver-exports'
import { changeExportSchedule, createExportSchedules, pauseExportSchedule } from './manage-schedules'
import { readExportSchedules } from './read-schedules'
import { listExportRecipients } from './recipients'
import { changeExportScheduleInput, createExportSchedulesInput } from './schema'

const { sql } = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer
let seller: Id<'sellingEntity'>
let memberIds: Record<'owner' | 'billing' | 'reader' | 'technical', Id<'member'>>
const documents = { kind: 'documents', format: 'csv' } as const

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  seller = await insertSeller(sql)
})
beforeEach(async () => {
  await sql`update export_schedules set ended_at = now() where ended_at is null`
  await sql`update scheduled_exports set state = 'failed', next_attempt_at = null where state = 'waiting'`
  ;[ours, theirs] = await makeBuyers(sql, 2, { roles: ['billing', 'reader', 'technical'] })
  const rows = await sql<{ role: keyof typeof memberIds; id: Id<'member'> }[]>`
    select role, id from organisation_members where organisation_id = ${ours.organisationId}`
  memberIds = Object.fromEntries(rows.map(({ role, id }) => [role, id])) as typeof memberIds
})

const november = (day: number, hour = 9) => new Date(Date.UTC(2026, 10, day, hour))
const december = (day: number, hour = 9) => new Date(Date.UTC(2026, 11, day, hour))
const close = (period: string, at: Date) =>
  sql`insert into billed_months (organisation_id, period, closed_at, documents, net_cents) values (${ours.organisationId}, ${period}, ${at}, 1, 0)`
const schedule = async (at: Date, recipients: Id<'member'>[], day = 5) => {
  const input = { destination: 'mail' as const, exports: [documents], day, recipients }
  const { ids } = await createExportSchedules(ours.as('owner', at), input)
  return ids[0] as Id<'exportSchedule'>
}
const numberOf = (position: number) => `${ours.organisationId.slice(-8)}-2026-${position}`
const issue = (position: number, at: Date) =>
  issueDocument(
    sql,
    { sellingEntityId: seller, organisationId: ours.organisationId },
    exampleDocument({
      number: numberOf(position),
      issuedOn: at.toISOString().slice(0, 10),
      dueOn: at.toISOString().slice(0, 10),
    }),
    at,
  )
const pass = (at: Date) => deliverExports(systemTestContext(at))
async function prepareAll(at: Date): Promise<void> {
  for (const { id } of await sql<{ id: Id<'export'> }[]>`select id from export_jobs where state = 'waiting'`)
    await prepareExport(systemTestContext(at), { exportId: id })
}
/** A pass that claims, the queue's work, and a pass that sends. */
async function send(at: Date): Promise<void> {
  await pass(at)
  await prepareAll(at)
  await pass(addSeconds(at, 60))
}
const months = () =>
  sql<{ period: string; state: string; failure: string | null }[]>`
    select period, state, failure from scheduled_exports where organisation_id = ${ours.organisationId} order by period`
const mails = (template = 'scheduled-export') =>
  sql<{ recipient: string; subject: string; file: string }[]>`
    select m.recipient, m.subject, convert_from(f.content, 'UTF8') as file
    from mail_messages m join accounts a on a.email = m.recipient join organisation_members o on o.account_id = a.id
    left join mail_attachments f on f.mail_id = m.id
    where o.organisation_id = ${ours.organisationId} and m.template = ${template} order by m.created_at, m.recipient`
const emailOf = (role: keyof typeof memberIds) => ours.members[role]?.email

test('a file leaves on its day at seven in Paris, to the chosen members, each in their language', async () => {
  await close('2026-10', november(4))
  await sql`update accounts set locale = 'en' where email = ${emailOf('reader') ?? ''}`
  await schedule(november(4, 10), [memberIds.billing, memberIds.reader], 10)
  await send(november(10, 5))
  expect(await months()).toEqual([])
  expect(await readExportSchedules(ours.as('reader', november(10, 5)))).toMatchObject([
    { next: { period: '2026-10', at: november(10, 6).toISOString(), isDue: false }, last: null, day: 10 },
  ])
  await send(november(10, 6))
  const sent = await mails()
  expect(sent.map(({ recipient }) => recipient).sort()).toEqual(
    [emailOf('billing'), emailOf('reader')].sort(),
  )
  expect(sent.find(({ recipient }) => recipient === emailOf('reader'))?.subject).toMatch(/^Export of October/)
  expect(sent.find(({ recipient }) => recipient === emailOf('billing'))?.subject).toMatch(/^Export mensuel/)
  expect(await readExportSchedules(ours.as('reader', november(11)))).toMatchObject([
    { next: { period: '2026-11', at: december(10, 6).toISOString() }, last: { state: 'delivered' } },
  ])
})

test('a member who left or lost the right gets nothing, even when that happens after the file was prepared', async () => {
  await close('2026-10', november(4))
  await schedule(november(6), [memberIds.owner, memberIds.billing, memberIds.reader])
  await pass(november(6))
  await prepareAll(november(6))
  await sql`update organisation_members set removed_at = now() where id = ${memberIds.billing}`
  await sql`update organisation_members set role = 'technical' where id = ${memberIds.reader}`
  await pass(november(7))
  expect((await mails()).map(({ recipient }) => recipient)).toEqual([emailOf('owner')])
  expect(await readExportSchedules(ours.as('owner', november(8)))).toMatchObject([
    { recipients: [{ memberId: memberIds.owner }], lostRecipients: 2 },
  ])
})

test('without any recipient left the month fails, owners learn it, and its content is in the next file', async () => {
  await close('2026-10', november(4))
  await issue(1, november(4))
  const scheduleId = await schedule(november(6), [memberIds.reader])
  await sql`update organisation_members set role = 'technical' where id = ${memberIds.reader}`
  await send(november(6))
  expect(await months()).toMatchObject([{ state: 'failed', failure: 'no_recipient' }])
  expect(await mails()).toEqual([])
  expect((await mails('scheduled-export-failed')).length).toBeGreaterThan(0)
  expect(await readExportSchedules(ours.as('owner', november(8)))).toMatchObject([
    { recipients: [], lostRecipients: 1, last: { failure: 'no_recipient' } },
  ])
  const change = { scheduleId, day: 5, format: 'csv' as const, recipients: [memberIds.billing] }
  await changeExportSchedule(ours.as('owner', november(9)), change)
  await close('2026-11', december(4))
  await send(december(5))
  expect((await mails()).map(({ recipient, file }) => [recipient, file.includes(numberOf(1))])).toEqual([
    [emailOf('billing'), true],
  ])
  expect((await checkInvariants(sql)).filter(({ name }) => name.startsWith('scheduled'))).toEqual([])
})

test('a pause keeps what was prepared; afterwards the last month leaves with everything since', async () => {
  await close('2026-10', november(4))
  await issue(1, november(4))
  const scheduleId = await schedule(november(6), [memberIds.owner])
  await pass(november(6))
  await prepareAll(november(6))
  await pauseExportSchedule(ours.as('owner', november(6)), { scheduleId, isPaused: true })
  await pass(november(7))
  expect(await mails()).toEqual([])
  expect(await readExportSchedules(ours.as('owner', november(8)))).toMatchObject([
    { isPaused: true, next: null, last: { state: 'waiting' } },
  ])
  await expect(
    pauseExportSchedule(ours.as('owner', november(8)), { scheduleId, isPaused: true }),
  ).rejects.toMatchObject({ code: 'not_found' })
  await close('2026-11', december(4))
  await issue(2, december(4))
  await sql`delete from export_jobs where organisation_id = ${ours.organisationId}`
  await close('2026-12', new Date('2027-01-04T09:00:00Z'))
  const january = new Date('2027-01-20T09:00:00Z')
  await pass(january)
  expect(await months()).toMatchObject([{ period: '2026-10', state: 'waiting' }])
  await pauseExportSchedule(ours.as('owner', january), { scheduleId, isPaused: false })
  await send(addSeconds(january, 60))
  await send(addSeconds(january, 600))
  expect([...(await months())].map(({ period, state }) => [period, state])).toEqual([
    ['2026-10', 'delivered'],
    ['2026-12', 'delivered'],
  ])
  const text = (await mails()).map(({ file }) => file).join('')
  expect(text.split(numberOf(1))).toHaveLength(2)
  expect(text.split(numberOf(2))).toHaveLength(2)
  expect((await checkInvariants(sql)).filter(({ name }) => name.startsWith('scheduled'))).toEqual([])
})

test('after a pause, a kind with a file per calendar month sends each month of the pause', async () => {
  await close('2026-10', november(4))
  const input = {
    destination: 'mail' as const,
    exports: [{ kind: 'accruals', format: 'entries_csv' } as const],
    day: 28,
    recipients: [memberIds.owner],
  }
  const { ids } = await createExportSchedules(ours.as('owner', november(6)), input)
  const scheduleId = ids[0] as Id<'exportSchedule'>
  await pauseExportSchedule(ours.as('owner', november(27)), { scheduleId, isPaused: true })
  await close('2026-11', december(3))
  await close('2026-12', new Date('2027-01-04T09:00:00Z'))
  await pass(december(29))
  expect(await months()).toEqual([])
  const february = new Date('2027-02-01T09:00:00Z')
  await pauseExportSchedule(ours.as('owner', february), { scheduleId, isPaused: false })
  await pass(addSeconds(february, 60))
  expect([...(await months())].map(({ period }) => period).sort()).toEqual(['2026-10', '2026-11', '2026-12'])
})

test('a pause that begins after a worker leased the month holds its file back', async () => {
  await close('2026-10', november(4))
  const scheduleId = await schedule(november(6), [memberIds.owner])
  await pass(november(6))
  await prepareAll(november(6))
  await sql`create function pause_leased() returns trigger language plpgsql security definer as
    'begin update export_schedules set paused_at = now() where id = new.schedule_id; return null; end'`
  await sql`create trigger pause_leased after update on scheduled_exports for each row execute function pause_leased()`
  await pass(november(7))
  await sql`drop function pause_leased cascade`
  expect([(await mails()).length, ...(await months())]).toMatchObject([0, { state: 'waiting' }])
  await pauseExportSchedule(ours.as('owner', november(8)), { scheduleId, isPaused: false })
  await pass(november(8))
  expect(await mails()).toHaveLength(1)
})

test('a worker killed while it sends and two that follow send each recipient one mail', async () => {
  await close('2026-10', november(4))
  await schedule(november(6), [memberIds.owner, memberIds.billing])
  await Promise.all([pass(november(6)), pass(november(6))])
  await prepareAll(november(6))
  await sql.begin(async (holder) => {
    // The worker queues a mail for the first recipient and waits for the second one's.
    await holder`lock table mail_attachments in exclusive mode`
    const killed = pass(november(7)).catch(() => 'lost')
    await expect.poll(() => countWaiting(holder)).toBe(1)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    await killed
  })
  expect(await mails()).toEqual([])
  const afterLease = addSeconds(november(7), 1_300)
  await Promise.all([pass(afterLease), pass(afterLease)])
  await pass(addSeconds(afterLease, 3_600))
  expect((await mails()).map(({ recipient }) => recipient).sort()).toEqual(
    [emailOf('owner'), emailOf('billing')].sort(),
  )
  expect(await months()).toMatchObject([{ state: 'delivered' }])
})

test('a change applies from the next file on; a month is not sent again on another day', async () => {
  await close('2026-10', november(4))
  const scheduleId = await schedule(november(6), [memberIds.owner])
  await send(november(6))
  const change = { scheduleId, day: 20, format: 'jsonl' as const, recipients: [memberIds.reader] }
  await changeExportSchedule(ours.as('billing', november(7)), change)
  await send(november(21))
  await close('2026-11', december(4))
  await send(december(19))
  expect(await mails()).toHaveLength(1)
  await send(december(20))
  expect((await mails()).map(({ recipient, subject }) => [recipient, /\.\w+$/.exec(subject)?.[0]])).toEqual([
    [emailOf('owner'), '.csv'],
    [emailOf('reader'), '.jsonl'],
  ])
})

const create = { destination: 'mail' as const, exports: [documents], day: 5 }

test('a recipient must be a member who may read billing', async () => {
  const [stranger] = await sql<{ id: Id<'member'> }[]>`
    select id from organisation_members where organisation_id = ${theirs.organisationId} and role = 'owner'`
  const scheduleId = await schedule(november(6), [memberIds.owner])
  for (const [recipients, reason] of [
    [[], 'no_recipient'],
    [[memberIds.owner, memberIds.technical], 'recipient_may_not_read'],
    [[stranger?.id as Id<'member'>], 'recipient_may_not_read'],
  ] as const) {
    const refusal = { code: 'invalid_input', field: 'recipients', params: { reason } }
    const input = { ...create, recipients: [...recipients] }
    await expect(createExportSchedules(ours.as(), input)).rejects.toMatchObject(refusal)
    const change = { scheduleId, day: 9, format: 'csv' as const, recipients: [...recipients] }
    await expect(changeExportSchedule(ours.as(), change)).rejects.toMatchObject(refusal)
  }
  const zip = { scheduleId, day: 9, format: 'zip' as const, recipients: [memberIds.owner] }
  await expect(changeExportSchedule(ours.as(), zip)).rejects.toMatchObject({
    field: 'format',
    params: { reason: 'format_of_another_kind' },
  })
  // A refused change leaves nothing behind.
  expect(await readExportSchedules(ours.as())).toMatchObject([{ day: 5, recipients: [{}] }])
  const offered = await listExportRecipients(ours.as('billing'))
  expect(offered.map(({ memberId }) => memberId).sort()).toEqual(
    [memberIds.owner, memberIds.billing, memberIds.reader].sort(),
  )
})

test('a public body has no FEC to schedule, and nothing is created with it', async () => {
  await sql`update organisations set kind = 'public_body' where id = ${ours.organisationId}`
  const exports = [documents, { kind: 'fec' as const, format: 'txt' as const }]
  const input = { ...create, exports, recipients: [memberIds.owner] }
  await expect(createExportSchedules(ours.as(), input)).rejects.toMatchObject({
    field: 'exports',
    params: { reason: 'no_fec' },
  })
  expect(await readExportSchedules(ours.as())).toEqual([])
})

test('a member without permission changes nothing, and another organisation sees nothing', async () => {
  const scheduleId = await schedule(november(6), [memberIds.owner])
  const change = { scheduleId, day: 9, format: 'csv' as const, recipients: [memberIds.owner] }
  for (const role of ['reader', 'technical', 'approver'] as const) {
    await expect(changeExportSchedule(ours.as(role), change)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(pauseExportSchedule(ours.as(role), { scheduleId, isPaused: true })).rejects.toMatchObject({
      code: 'forbidden',
    })
  }
  await expect(listExportRecipients(ours.as('technical'))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(changeExportSchedule(theirs.as(), change)).rejects.toMatchObject({ code: 'not_found' })
  await expect(pauseExportSchedule(theirs.as(), { scheduleId, isPaused: true })).rejects.toMatchObject({
    code: 'not_found',
  })
  const seen = await withOrganisation(theirs.as(), (tx) =>
    tx.execute('select 1 from export_schedule_recipients'),
  )
  expect(seen).toHaveLength(0)
  const insert = `insert into export_schedule_recipients (organisation_id, schedule_id, member_id)
    values ('${theirs.organisationId}', '${scheduleId}', '${memberIds.billing}')`
  await expect(withOrganisation(theirs.as(), (tx) => tx.execute(insert))).rejects.toMatchObject({
    cause: { code: '23503' },
  })
  const foreign = insert.replace(theirs.organisationId, ours.organisationId)
  await expect(withOrganisation(theirs.as(), (tx) => tx.execute(foreign))).rejects.toMatchObject({
    cause: { code: '42501' },
  })
})

test.each([
  [{ day: 0 }, 'sending_day'],
  [{ day: 29 }, 'sending_day'],
  [{ day: 2.5 }, 'sending_day'],
  [{ exports: [] }, 'no_export'],
  [{ exports: [documents, { ...documents, format: 'jsonl' }] }, 'export_twice'],
])('%o is rejected for its reason', (changed, reason) => {
  const parsed = createExportSchedulesInput.safeParse({ ...create, recipients: [], ...changed })
  expect(parsed.error?.issues[0]?.message).toBe(reason)
  const { day } = changed as { day?: number }
  const change = { scheduleId: 'xsc_01m86ch3m0rs1qb3yynkdxk8z2', format: 'csv', day }
  if (day !== undefined)
    expect(changeExportScheduleInput.safeParse(change).error?.issues[0]?.message).toBe(reason)
})
