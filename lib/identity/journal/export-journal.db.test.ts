import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type AuditEventName, recordAudit } from '~/lib/audit'
import { newId } from '~/lib/kernel/ids'
import type { MemberRole } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { exportJournal, exportOperatorJournal } from './export-journal'
import { readJournal } from './read-journal'

const database = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer
const all = { event: null, actorId: null, from: null, to: null }
const words = (event: string) => `« ${event} »`

beforeAll(async () => {
  ;[ours, theirs] = await makeBuyers(database.sql, 2)
})

const as = (organisation: TestBuyer, role: MemberRole = 'reader') => organisation.as(role)

async function record(of: TestBuyer, event: AuditEventName, count: number, details = {}) {
  const ctx = { ...as(of, 'owner'), ip: '198.51.100.7' }
  const subject = {
    organisationId: of.organisationId,
    kind: 'webhook',
    id: newId('webhookEndpoint'),
    details,
  }
  for (let index = 0; index < count; index += 1)
    await withSystem(systemTestContext(), (tx) =>
      recordAudit(tx, { ...ctx, now: addSeconds(testNow, Math.floor(index / 3)) }, event, subject),
    )
}

async function linesOf(body: ReadableStream<Uint8Array>): Promise<string[]> {
  const text = await new Response(body).text()
  return text
    .replace(/^\ufeff/, '')
    .split('\r\n')
    .filter(Boolean)
}

test('the file contains every entry of the organisation once, across all pages, and no other organisation’s', async () => {
  await record(ours, 'webhook.created', 1_100)
  await record(theirs, 'webhook.created', 3)
  const [head, ...lines] = await linesOf(exportJournal(as(ours), all, words).body)
  expect(head).toMatch(/^occurred_at;event;event_name;/)
  const view = await readJournal(as(ours), { ...all, page: 1 })
  expect(lines).toHaveLength(view.total)
  expect(new Set(lines.map((line) => line.split(';')[0])).size).toBeGreaterThan(300)
  const [ids] = await withSystem(systemTestContext(), (tx) =>
    tx.execute<{ count: number }>(
      sql`select count(*)::int as count from audit_events where organisation_id = ${ours.organisationId}`,
    ),
  )
  expect(lines).toHaveLength(ids?.count ?? -1)
  expect(lines.every((line) => line.includes(ours.organisationId))).toBe(true)
})

test('the filter lists each kind of event in the audit trail', async () => {
  await record(ours, 'budget.created', 2)
  const { events } = await readJournal(as(ours), { ...all, page: 1 })
  expect(events).toEqual(expect.arrayContaining(['webhook.created', 'budget.created']))
  const filtered = await linesOf(exportJournal(as(ours), { ...all, event: 'budget.created' }, words).body)
  expect(filtered).toHaveLength(3)
  expect(filtered[1]).toContain('« budget.created »')
})

test('spreadsheet formulas are exported as text, and staff are not named to customers', async () => {
  await record(ours, 'budget.changed', 1, { name: '=HYPERLINK("https://evil.example","x")' })
  const staff = staffTestContext(newId('staff'), ['support'])
  await withSystem(systemTestContext(), (tx) =>
    recordAudit(tx, { ...staff, ip: '203.0.113.9' }, 'organisation.viewed_by_staff', {
      organisationId: ours.organisationId,
      kind: 'organisation',
      id: ours.organisationId,
    }),
  )
  const viewed = { ...all, event: 'organisation.viewed_by_staff' as const }
  const [, seen] = await linesOf(exportJournal(as(ours), viewed, words).body)
  expect(seen).not.toContain('203.0.113.9')
  const auditor = staffTestContext(newId('staff'), ['auditor'])
  const one = { ...viewed, organisationId: ours.organisationId }
  const [, operators] = await linesOf(exportOperatorJournal(auditor, one, words).body)
  expect(operators).toContain('203.0.113.9')
  for (const organisationId of [newId('organisation'), 'none'])
    expect(
      await linesOf(exportOperatorJournal(auditor, { ...viewed, organisationId }, words).body),
    ).toHaveLength(1)
})

test('guests and staff without the right get no file', () => {
  expect(() => exportJournal(as(ours, 'guest'), all, words)).toThrow(
    expect.objectContaining({ code: 'forbidden' }),
  )
  const support = staffTestContext(newId('staff'), ['support'])
  expect(() => exportOperatorJournal(support, { ...all, organisationId: null }, words)).toThrow(
    expect.objectContaining({ code: 'forbidden' }),
  )
})
