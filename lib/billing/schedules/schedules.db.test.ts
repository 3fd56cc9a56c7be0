import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { withOrganisation, withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { memberTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { testCertificate } from '~/lib/webhooks/testing/certificate'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import type { ExportFormat, ExportKind } from '../exports/kinds'
import { prepareExport } from '../exports/prepared-exports'
import { insertSeller, issueDocument } from '../exports/testing/issue-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { deliverExports } from './deliver-exports'
import { createExportSchedules, endExportSchedule } from './manage-schedules'
import { lockScheduledExport } from './queries/export-schedules'
import { readExportSchedules } from './read-schedules'
import { listExportRecipients } from './recipients'
import { createExportSchedulesInput } from './schema'
import { openS3Server, type S3Server, s3Account } from './testing/s3-server'

const { sql } = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer
let server: S3Server
let clock = testNow

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  server = await openS3Server(() => clock)
})
afterAll(() => server?.close())
beforeEach(async () => {
  server.objects.clear()
  clock = testNow
  // End the schedules of earlier tests.
  await sql`update export_schedules set ended_at = now() where ended_at is null`
  await sql`update scheduled_exports set state = 'failed', next_attempt_at = null where state = 'waiting'`
  ;[ours, theirs] = await makeBuyers(sql, 2)
})

const way = {
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  mayReach: () => true,
  ca: testCertificate.cert,
}
const lines = { kind: 'lines', format: 'csv' } as const
const documents = { kind: 'documents', format: 'csv' } as const
const bucket = () => ({
  destination: 's3' as const,
  exports: [lines] as z.output<typeof createExportSchedulesInput>['exports'],
  day: 1,
  endpoint: server.endpoint,
  prefix: 'andromède 1/',
  ...s3Account,
})
const byMail = async (each: { kind: ExportKind; format: ExportFormat }, day = 1) => ({
  destination: 'mail' as const,
  exports: [each],
  day,
  recipients: (await listExportRecipients(ours.as())).map(({ memberId }) => memberId),
})
async function create(ctx: OpContext, input: z.output<typeof createExportSchedulesInput>) {
  const { ids } = await createExportSchedules(ctx, input)
  return { id: ids[0] as Id<'exportSchedule'> }
}
const closed = (period: string, at: Date, of = ours) =>
  sql`insert into billed_months (organisation_id, period, closed_at, documents, net_cents) values (${of.organisationId}, ${period}, ${at}, 1, 0)`
const deliver = (now: Date) => {
  clock = now
  return deliverExports(systemTestContext(now), way)
}
/** The queue's work between two passes. */
async function prepareAll(): Promise<void> {
  for (const { id } of await sql<{ id: Id<'export'> }[]>`select id from export_jobs where state = 'waiting'`)
    await prepareExport(systemTestContext(clock), { exportId: id })
}
const months = () =>
  sql<{ period: string; state: string; attempts: number; failure: string | null }[]>`
    select period, state, attempts, failure from scheduled_exports where organisation_id = ${ours.organisationId} order by period`
const mails = (template: string) =>
  sql<{ id: string; subject: string }[]>`
    select m.id, m.subject from mail_messages m join accounts a on a.email = m.recipient
    join organisation_members o on o.account_id = a.id where o.organisation_id = ${ours.organisationId} and m.template = ${template}`
const minutes = (count: number) => addSeconds(testNow, count * 60)

test('the last billed month goes to a bucket at once, each later one when billed, each once', async () => {
  await closed('2026-09', addSeconds(testNow, -40 * 86_400))
  await closed('2026-10', addSeconds(testNow, -20 * 86_400))
  const seller = await insertSeller(sql)
  await issueDocument(
    sql,
    { sellingEntityId: seller, organisationId: ours.organisationId },
    exampleDocument(),
  )
  await create(ours.as(), bucket())
  await Promise.all(Array.from({ length: 10 }, () => deliver(minutes(1))))
  await prepareAll()
  const before = server.requests()
  await Promise.all(Array.from({ length: 10 }, () => deliver(minutes(2))))
  expect(server.requests() - before).toBe(1)
  expect([...server.objects.keys()]).toEqual(['andromède 1/andromede-lines-2026-10.csv'])
  const object = server.objects.get('andromède 1/andromede-lines-2026-10.csv')
  expect(object?.type).toBe('text/csv; charset=utf-8')
  expect(object?.body.toString().split('\n')).toHaveLength(4)
  const december = new Date('2026-12-03T09:00:00Z')
  await closed('2026-11', december)
  await deliver(addSeconds(december, 60))
  await prepareAll()
  await deliver(addSeconds(december, 120))
  await deliver(addSeconds(december, 6_000))
  expect(server.requests() - before).toBe(2)
  expect([...(await months())].map(({ period, state }) => [period, state])).toEqual([
    ['2026-10', 'delivered'],
    ['2026-11', 'delivered'],
  ])
  expect(await readExportSchedules(ours.as('reader'))).toMatchObject([
    {
      kind: 'lines',
      address: `${server.endpoint}/compta/andromède 1/`,
      last: { period: '2026-11', state: 'delivered' },
    },
  ])
  expect(await sql`select 1 from export_jobs where organisation_id = ${ours.organisationId}`).toHaveLength(2)
})

test('each document is sent exactly once, at any time of issue', async () => {
  const sellingEntityId = await insertSeller(sql)
  const issuer = { sellingEntityId, organisationId: ours.organisationId }
  const day = (n: number) => addSeconds(new Date('2026-11-03T06:00:00Z'), n * 86_400)
  let made = 0
  const issue = async (period: string, at: Date) => {
    made += 1
    const number = `${ours.organisationId.slice(-8)}-2026-${made}`
    const issuedOn = at.toISOString().slice(0, 10)
    const id = await issueDocument(
      sql,
      issuer,
      exampleDocument({
        number,
        issuedOn,
        dueOn: issuedOn,
        period: { from: `${period}-01`, to: `${period}-28` },
      }),
      at,
    )
    return { id, number }
  }
  const send = async (now: Date) => {
    for (let round = 0; round < 2; round += 1) {
      await Promise.all([1, 2, 3].map(() => deliver(now)))
      await prepareAll()
    }
    await deliver(addSeconds(now, 60))
  }
  const sent = () =>
    [...server.objects.entries()].map(([name, { body }]) => [
      name.replace('andromède 1/', ''),
      [...body.toString().matchAll(new RegExp(`${ours.organisationId.slice(-8)}-2026-(\\d+)`, 'g'))].map(
        ([, n]) => Number(n),
      ),
    ])

  // Issued with the month before the schedule was created, the first to be sent. Earlier documents are not sent.
  await issue('2026-08', day(-31))
  await closed('2026-08', day(-31))
  await issue('2026-09', day(0))
  await closed('2026-09', day(0))
  await create(ours.as('owner', day(1)), { ...bucket(), exports: [documents] })
  await send(day(2))
  // A credit note of a month already sent, then the invoices of the next one.
  await issue('2026-09', day(17))
  await send(day(18))
  await issue('2026-10', day(30))
  await closed('2026-10', day(30))
  await send(day(31))
  // Billing has ended: the last credit note is sent once its month is over.
  await issue('2026-10', day(40))
  await send(day(58))
  await send(day(70))
  await send(day(71))
  await send(day(130))
  expect(sent()).toEqual([
    ['andromede-documents-2026-09.csv', [2]],
    ['andromede-documents-2026-10.csv', [3, 4]],
    ['andromede-documents-2026-12.csv', [5]],
  ])
  expect((await checkInvariants(sql)).filter(({ name }) => name.startsWith('scheduled'))).toEqual([])
})

test('two extracts of entries that end on the same day have different names', async () => {
  const sellingEntityId = await insertSeller(sql)
  const issuer = { sellingEntityId, organisationId: ours.organisationId }
  await sql`update organisations set kind = 'company', siren = '732829320' where id = ${ours.organisationId}`
  const issue = (count: number, at: Date) =>
    issueDocument(
      sql,
      issuer,
      exampleDocument({
        number: `${ours.organisationId.slice(-8)}-2026-${count}`,
        issuedOn: '2026-11-03',
        dueOn: '2026-11-03',
        period: { from: '2026-10-01', to: '2026-10-28' },
      }),
      at,
    )
  const send = async (from: Date) => {
    await deliver(from)
    await prepareAll()
    await deliver(addSeconds(from, 60))
  }
  const morning = new Date('2026-11-03T06:00:00Z')
  await issue(1, morning)
  await closed('2026-10', morning)
  await create(ours.as('owner', addSeconds(morning, 60)), {
    ...bucket(),
    exports: [{ kind: 'fec', format: 'txt' }],
  })
  await send(addSeconds(morning, 120))
  // Issued on the same day, after that file: sent with the next month, which has no other documents.
  await issue(2, addSeconds(morning, 36_000))
  const later = new Date('2026-12-03T06:00:00Z')
  await closed('2026-11', later)
  await send(addSeconds(later, 60))
  const sent = [...server.objects.entries()].map(([name, { body }]) => [
    name.replace('andromède 1/', ''),
    [...new Set(body.toString().match(/-2026-\d/g))],
  ])
  expect(sent).toEqual([
    ['732829320FEC-extrait-202610-20261103.txt', ['-2026-1']],
    ['732829320FEC-extrait-202611-20261103.txt', ['-2026-2']],
  ])
})

test('the content of a failed file is in the next one', async () => {
  const sellingEntityId = await insertSeller(sql)
  const issuer = { sellingEntityId, organisationId: ours.organisationId }
  const number = `${ours.organisationId.slice(-8)}-2026-1`
  await closed('2026-10', addSeconds(testNow, -86_400))
  await issueDocument(sql, issuer, exampleDocument({ number }), addSeconds(testNow, -86_400))
  await create(ours.as(), { ...bucket(), exports: [documents] })
  await deliver(minutes(1))
  await sql`update export_jobs set state = 'failed' where organisation_id = ${ours.organisationId}`
  await deliver(minutes(2))
  expect(await months()).toMatchObject([{ state: 'failed', failure: 'not_prepared' }])
  expect((await checkInvariants(sql)).filter(({ name }) => name.startsWith('scheduled'))).toEqual([])
  const december = new Date('2026-12-03T09:00:00Z')
  await closed('2026-11', december)
  await deliver(addSeconds(december, 60))
  await prepareAll()
  await deliver(addSeconds(december, 120))
  const object = server.objects.get('andromède 1/andromede-documents-2026-11.csv')
  expect(object?.body.toString()).toContain(number)
  expect((await checkInvariants(sql)).filter(({ name }) => name.startsWith('scheduled'))).toEqual([])
})

test('a file that fails to be written at first is written at the next attempt', async () => {
  await closed('2026-10', addSeconds(testNow, -86_400))
  await create(ours.as(), bucket())
  await deliver(minutes(1))
  await sql`revoke insert on export_chunks from andromede_worker`
  await expect(prepareAll()).rejects.toThrow()
  await sql`grant insert on export_chunks to andromede_worker`
  await deliver(minutes(2))
  expect(await months()).toMatchObject([{ state: 'waiting' }])
  const [job] = await sql<{ id: Id<'export'> }[]>`
    select id from export_jobs where organisation_id = ${ours.organisationId}`
  await prepareExport(systemTestContext(minutes(3)), { exportId: job?.id as Id<'export'> })
  await deliver(minutes(4))
  expect(await months()).toMatchObject([{ state: 'delivered' }])
})

test('a slow bucket delays no other', async () => {
  await closed('2026-10', addSeconds(testNow, -86_400))
  await create(ours.as(), bucket())
  await create(ours.as(), { ...bucket(), prefix: 'autre/' })
  await deliver(minutes(1))
  await prepareAll()
  server.answerTogether(2)
  await deliver(minutes(2))
  server.answerTogether(0)
  expect(server.objects.size).toBe(2)
})

test('an export by mail reaches its recipients with the file', async () => {
  await closed('2026-10', addSeconds(testNow, -86_400))
  await create(ours.as(), await byMail({ kind: 'documents', format: 'csv_fr' }))
  await deliver(minutes(1))
  await deliver(minutes(2))
  expect(await mails('scheduled-export')).toEqual([])
  await prepareAll()
  await Promise.all([deliver(minutes(3)), deliver(minutes(3))])
  const [mail, more] = await mails('scheduled-export')
  expect([mail?.subject, more]).toEqual([
    'Export mensuel, octobre 2026 : andromede-documents-2026-10.csv',
    undefined,
  ])
  const attached =
    await sql`select name, media_type as type from mail_attachments where mail_id = ${mail?.id ?? ''}`
  expect([...attached]).toEqual([
    { name: 'andromede-documents-2026-10.csv', type: 'text/csv; charset=utf-8' },
  ])
})

test('a busy service is retried; a permanent rejection is mailed', async () => {
  await closed('2026-10', addSeconds(testNow, -86_400))
  await create(ours.as(), bucket())
  await deliver(minutes(1))
  await prepareAll()
  server.failNext(1)
  await deliver(minutes(2))
  expect(await months()).toMatchObject([{ state: 'waiting', attempts: 1, failure: '503 SlowDown' }])
  await deliver(minutes(4))
  expect(await months()).toMatchObject([{ state: 'delivered', attempts: 1, failure: null }])

  await create(ours.as(), { ...bucket(), secretKey: 'another' })
  for (const at of [5, 6, 8, 24, 145, 746, 2_187]) {
    await deliver(minutes(at))
    await prepareAll()
  }
  const wrong = [...(await months())].find(({ state }) => state === 'failed')
  expect(wrong).toMatchObject({ attempts: 6, failure: '403 SignatureDoesNotMatch' })
  expect(await mails('scheduled-export-failed')).toHaveLength(1)
  const [told] = await sql<
    { text: string }[]
  >`select text_body as text from mail_messages where template = 'scheduled-export-failed'`
  expect(told?.text).not.toContain('another')
})

test('nothing is uploaded to a non-public address, nor after the schedule has ended', async () => {
  await closed('2026-10', addSeconds(testNow, -86_400))
  const { id } = await create(ours.as(), bucket())
  await deliver(minutes(1))
  await prepareAll()
  const before = server.requests()
  await deliverExports(systemTestContext(minutes(2)), { ...way, mayReach: () => false })
  expect(await months()).toMatchObject([{ failure: 'private_address' }])
  await endExportSchedule(ours.as(), { scheduleId: id })
  await deliver(minutes(5))
  expect(await months()).toMatchObject([{ state: 'failed', failure: 'schedule_ended' }])
  expect(server.requests()).toBe(before)
  expect(await mails('scheduled-export-failed')).toEqual([])
})

test('a worker that waited for a month sees that its schedule has ended in the meantime', async () => {
  await closed('2026-10', addSeconds(testNow, -86_400))
  const { id } = await create(ours.as(), bucket())
  await deliver(minutes(1))
  const leasedUntil = minutes(20)
  await sql`update scheduled_exports set next_attempt_at = ${leasedUntil} where schedule_id = ${id}`
  const leased = { scheduleId: id as Id<'exportSchedule'>, period: '2026-10', leasedUntil }
  const found = await sql.begin(async (holder) => {
    await holder`select 1 from scheduled_exports where schedule_id = ${id} for update`
    const waits = withSystem(systemTestContext(), (tx) => lockScheduledExport(tx, leased))
    await expect.poll(() => countWaiting(holder)).toBe(1)
    await holder`update export_schedules set ended_at = now() where id = ${id}`
    return { waits }
  })
  expect((await found.waits)?.schedule.endedAt).not.toBeNull()
})

test.each([
  [
    { exports: [{ kind: 'lines', format: 'zip' }] },
    { field: 'exports', params: { reason: 'format_of_another_kind' } },
  ],
  [{ endpoint: 'http://s3.example.com' }, { field: 'endpoint', params: { reason: 'webhook_https' } }],
  [{ endpoint: 'https://127.0.0.1' }, { field: 'endpoint', params: { reason: 'webhook_private' } }],
  [{ endpoint: 'https://[::ffff:a00:1]' }, { field: 'endpoint', params: { reason: 'webhook_private' } }],
  [{ endpoint: 'https://s3.example.com/path' }, { field: 'endpoint', params: { reason: 'webhook_url' } }],
] satisfies [Partial<ReturnType<typeof bucket>>, object][])('%o is rejected', async (changed, refusal) => {
  const input = { ...bucket(), ...changed }
  await expect(create(ours.as(), input)).rejects.toMatchObject(refusal)
})

test.each(['../secret/', 'a//b', './a/', 'é/', 'a/../b', 'a\nb'])('the prefix %j is rejected', (prefix) => {
  const parsed = createExportSchedulesInput.safeParse({ ...bucket(), prefix })
  expect(parsed.success).toBe(false)
})

test('a member without permission cannot create one, and secrets cannot be read', async () => {
  const { id } = await create(ours.as(), bucket())
  for (const role of ['reader', 'technical', 'approver'] as const) {
    await expect(create(ours.as(role), bucket())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(endExportSchedule(ours.as(role), { scheduleId: id })).rejects.toMatchObject({
      code: 'forbidden',
    })
  }
  await expect(endExportSchedule(theirs.as(), { scheduleId: id })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await readExportSchedules(theirs.as())).toEqual([])
  expect(JSON.stringify(await readExportSchedules(ours.as()))).not.toContain('sealed')
  for (const statement of [
    'select secret_key_sealed from export_schedules',
    `update scheduled_exports set state = 'delivered'`,
  ])
    await expect(withOrganisation(ours.as(), (tx) => tx.execute(statement))).rejects.toMatchObject({
      cause: { code: '42501' },
    })
  const stale = memberTestContext(
    ours.accountId,
    { organisationId: ours.organisationId, role: 'owner' },
    { secondFactorAt: addSeconds(testNow, -7_200) },
  )
  await expect(create(stale, bucket())).rejects.toMatchObject({
    code: expect.stringMatching(/proof_required|unauthenticated/),
  })
  for (let more = 1; more < 10; more += 1) await create(ours.as(), bucket())
  await expect(create(ours.as(), bucket())).rejects.toMatchObject({ code: 'quota_exceeded' })
})

test('an unreadable secret stops no other file, is reported once and not retried', async () => {
  await closed('2026-10', addSeconds(testNow, -86_400))
  await closed('2026-10', addSeconds(testNow, -86_400), theirs)
  const { id } = await create(ours.as(), bucket())
  await create(theirs.as(), { ...bucket(), prefix: 'theirs/' })
  await sql`update export_schedules set secret_key_sealed = (select e.secret_key_sealed from export_schedules e
    where e.organisation_id = ${theirs.organisationId} limit 1) where id = ${id}`
  await deliver(minutes(1))
  await prepareAll()
  // Order of attempts: ours first.
  await sql`update scheduled_exports set next_attempt_at = ${testNow} where organisation_id = ${ours.organisationId}`
  await deliver(minutes(2))
  expect([...server.objects.keys()]).toEqual(['theirs/andromede-lines-2026-10.csv'])
  await deliver(minutes(3_000))
  expect(await months()).toMatchObject([{ state: 'failed', failure: 'secret_unreadable', attempts: 1 }])
  expect(await mails('scheduled-export-failed')).toHaveLength(1)
  expect(await readExportSchedules(ours.as())).toMatchObject([{ last: { failure: 'secret_unreadable' } }])
})
