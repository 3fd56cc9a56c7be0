import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { makeStaff } from '~/testing/staff'
import { chainAudit, recordAudit } from '../index'
import { linkHash } from '../link-hash'
import { checkJournal, followJournal } from './follow-journal'
import { headsFileIn } from './heads-file'
import { verifyJournal } from './verify-journal'

const { sql } = useTestDatabase()
const startedAt = systemNow()
let file: string
let folder: string
let minutes = 0

const now = () => {
  minutes += 1
  return systemTestContext(addSeconds(startedAt, minutes * 3_600))
}
async function grow(rows: number): Promise<void> {
  for (let row = 0; row < rows; row += 1) {
    const ctx = now()
    await withSystem(ctx, (tx) =>
      recordAudit(tx, ctx, 'job.retried', { organisationId: null, kind: 'job', id: `${minutes}` }),
    )
  }
  await chainAudit(now())
}
/** Changes rows as the tables' owner, outside the product. */
const tamper = async (write: () => Promise<unknown>) => {
  await sql`alter table audit_events disable trigger user`
  await write()
  await sql`alter table audit_events enable trigger user`
}
const follow = (agreedAt: Date | null = null) => followJournal(now(), file, agreedAt)
const verify = async () => (await verifyJournal(now(), file)).broken

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-journal-'))
  file = headsFileIn(folder)
  await tamper(() => sql`delete from audit_events`)
  await grow(6)
  expect(await follow()).toBe('followed')
  await grow(4)
  expect(await follow()).toBe('followed')
  expect(await verify()).toBeNull()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('an edited row is detected', async () => {
  await tamper(() => sql`update audit_events set actor_label = 'somebody else' where sequence = 5`)
  expect(await verify()).toMatchObject({ sequence: 5n, reason: 'altered' })
})

test('a deleted row is detected', async () => {
  await tamper(() => sql`delete from audit_events where sequence = 5`)
  expect(await verify()).toMatchObject({ sequence: 6n, reason: 'missing_before' })
})

test('an inserted row is detected', async () => {
  await tamper(async () => {
    await sql`update audit_events set sequence = -sequence where sequence > 4`
    await sql`update audit_events set sequence = 1 - sequence where sequence < 0`
    await sql`insert into audit_events (id, event, actor_kind, actor_id, actor_label, surface, request_id, subject_kind, subject_id, details, occurred_at, sequence, hash)
      select 'aud_forged', event, actor_kind, actor_id, actor_label, surface, request_id, subject_kind, subject_id, details, occurred_at, 5, hash
      from audit_events where sequence = 4`
  })
  expect(await verify()).toMatchObject({ sequence: 5n, reason: 'altered' })
})

test('two swapped rows are detected', async () => {
  await tamper(async () => {
    await sql`update audit_events set sequence = -4 where sequence = 4`
    await sql`update audit_events set sequence = 4 where sequence = 5`
    await sql`update audit_events set sequence = 5 where sequence = -4`
  })
  expect(await verify()).toMatchObject({ sequence: 4n, reason: 'altered' })
})

test('a cut end is detected, and the database is behind until an operator agrees to it', async () => {
  await tamper(() => sql`delete from audit_events where sequence > 8`)
  expect(await verify()).toMatchObject({ sequence: 10n, reason: 'cut' })
  expect(await follow()).toBe('behind')
  expect(await follow()).toBe('behind')
  expect(await follow(addSeconds(startedAt, minutes * 3_600))).toBe('followed')
  expect(await verifyJournal(now(), file)).toMatchObject({ broken: null, restorations: 1 })
  await grow(3)
  expect(await follow()).toBe('followed')
  expect(await verify()).toBeNull()
})

test('a rewrite from a row on, with correct hashes, is detected', async () => {
  await tamper(async () => {
    await sql`update audit_events set actor_label = 'somebody else' where sequence = 3`
    const rows = await sql<Row[]>`
      select id, organisation_id as "organisationId", event, actor_kind as "actorKind", actor_id as "actorId",
        actor_label as "actorLabel", surface, request_id as "requestId", ip, subject_kind as "subjectKind",
        subject_id as "subjectId", details, occurred_at as "occurredAt", sequence::text as sequence
      from audit_events order by audit_events.sequence`
    let hash = ''
    for (const { sequence, ...row } of rows) {
      hash = linkHash(hash, BigInt(sequence), row)
      await sql`update audit_events set hash = ${hash} where id = ${row.id}`
    }
  })
  expect(await verify()).toMatchObject({ sequence: 6n, reason: 'rewritten' })
})

type Row = Parameters<typeof linkHash>[2] & { sequence: string }

test('changed or removed heads are detected', async () => {
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('"sequence":"10"', '"sequence":"9"'))
  expect(await verify()).toEqual({ reason: 'heads_altered' })
  writeFileSync(file, text.split('\n').slice(1).join('\n'))
  expect(await verify()).toEqual({ reason: 'heads_altered' })
})

test('a half-written line breaks nothing, and the next head has a line of its own', async () => {
  const whole = readFileSync(file, 'utf8')
  writeFileSync(file, whole + whole.slice(0, 40))
  expect(await verify()).toBeNull()
  await grow(2)
  expect(await follow()).toBe('followed')
  expect(await verifyJournal(now(), file)).toMatchObject({ broken: null, heads: 3 })
  // A completed line, or one in place of a head that others follow, is not a half-written line.
  const followed = readFileSync(file, 'utf8')
  writeFileSync(file, `${followed}${whole.slice(0, 40)}\n`)
  expect(await verify()).toEqual({ reason: 'heads_altered' })
  writeFileSync(file, followed.slice(10))
  expect(await verify()).toEqual({ reason: 'heads_altered' })
})

test('workers that share a data folder store each head once', async () => {
  for (const heads of [3, 4, 5]) {
    await grow(2)
    const at = now()
    await Promise.all([1, 2, 3, 4].map(() => followJournal(at, file, null)))
    expect(await verifyJournal(now(), file)).toMatchObject({ broken: null, heads })
  }
})

test('the nightly check reports its result to operators once', async () => {
  for (const role of ['administrator', 'auditor', 'support'] as const)
    await makeStaff(sql, [role], { email: `${role}@example.test` })
  await checkJournal(now(), file)
  await tamper(() => sql`update audit_events set actor_label = 'somebody else' where sequence = 5`)
  for (const _night of [1, 2]) await checkJournal(now(), file)
  const [fact] = await sql`select value from installation_facts where name = 'journal_check'`
  expect(JSON.parse(fact?.value)).toMatchObject({ reason: 'altered', rows: '10' })
  expect(await sql`select 1 from audit_events where event = 'journal.broken'`).toHaveLength(1)
  const mails = await sql`select recipient from mail_messages where template = 'journal-broken' order by 1`
  expect(mails.map(({ recipient }) => recipient)).toEqual([
    'administrator@example.test',
    'auditor@example.test',
  ])
})
