import { beforeEach, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { chainAudit, recordAudit } from '~/lib/audit'
import { newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { createWebhook, publishEvents, readWebhooks, replayEvents } from '~/lib/webhooks'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { emitEvent, readEvents, sweepOldEvents } from './index'
import { listProjectsOf } from './queries/projects-of'

const { sql } = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer

beforeEach(async () => {
  process.env.ENCRYPTION_KEY ??= Buffer.alloc(32, 7).toString('base64')
  ;[ours, theirs] = await makeBuyers(sql, 2)
  await publish()
})

const at = (seconds: number) => addSeconds(testNow, seconds)
/** As the worker does: the entries of the audit log get their places in its chain first. */
async function publish(): Promise<void> {
  await chainAudit(systemTestContext(testNow))
  await publishEvents(systemTestContext(testNow))
}
const emit = (buyer = ours, seconds = 0) =>
  withOrganisation(buyer.as(), (tx, organisationId) =>
    emitEvent(
      tx,
      { ...buyer.as(), now: at(seconds) },
      {
        organisationId,
        event: 'quota.accepted',
        data: { projectId: buyer.projectId, resource: 'vcpu', limit: 3, asked: 8 },
      },
    ),
  )
const audit = (buyer = ours, event: 'project.changed' | 'invoice.issued' = 'project.changed', seconds = 0) =>
  withOrganisation(buyer.as(), (tx, organisationId) =>
    recordAudit(tx, buyer.as('owner', at(seconds)), event, {
      organisationId,
      kind: 'project',
      id: buyer.projectId,
    }),
  )
const own = ['quota.*', 'project.changed', 'invoice.issued'] as const
const list = (query = {}, ctx = ours.as()) =>
  readEvents(ctx, { types: [...own], limit: 100, ...query } as never)
const typesOf = async (query = {}) => (await list(query)).events.map(({ type }) => type)

test('audited and emitted events are listed in one order, each once, and read on after the last', async () => {
  await emit(ours, 1)
  await audit(ours, 'project.changed', 2)
  expect(await typesOf(), 'not before they are published').toEqual([])
  await publish()
  await publish()
  expect(await typesOf()).toEqual(['quota.accepted', 'project.changed'])
  // Published later, although it happened before: a reader that has read on still gets it.
  await emit(ours, 0)
  await publish()
  const { events } = await list()
  expect(events.map(({ type }) => type)).toEqual(['quota.accepted', 'project.changed', 'quota.accepted'])
  const after = events[1]?.id
  expect(await typesOf({ after })).toEqual(['quota.accepted'])
  expect(await list({ limit: 2 })).toMatchObject({ hasMore: true })
  expect(events[1]).toMatchObject({
    projectId: ours.projectId,
    subject: { kind: 'project', id: ours.projectId },
    actor: { kind: 'account', id: ours.accountId, tokenId: null },
    data: {},
  })
})

test('concurrent workers publish each event once, and deliver it once', async () => {
  await createWebhook(ours.as(), {
    url: 'https://hooks.exemple.fr/a',
    events: ['quota.*', 'project.changed'],
  })
  for (let count = 0; count < 30; count += 1) await (count % 2 === 0 ? emit() : audit())
  await Promise.all(Array.from({ length: 6 }, publish))
  await publish()
  const { events } = await list()
  expect(events).toHaveLength(30)
  expect(new Set(events.map(({ id }) => id)).size).toBe(30)
  const { deliveries } = await readWebhooks(ours.as())
  expect(deliveries.map(({ messageId }) => messageId).sort()).toEqual(events.map(({ id }) => id).sort())
})

test('an event that is being written when others are published is published later', async () => {
  let written: () => void = () => undefined
  let commit: () => void = () => undefined
  const isWritten = new Promise<void>((resolve) => {
    written = resolve
  })
  const mayCommit = new Promise<void>((resolve) => {
    commit = resolve
  })
  const slow = withOrganisation(ours.as(), async (tx, organisationId) => {
    await recordAudit(tx, ours.as(), 'project.changed', {
      organisationId,
      kind: 'project',
      id: ours.projectId,
    })
    written()
    await mayCommit
  })
  await isWritten
  await emit()
  await publish()
  commit()
  await slow
  const { events } = await list()
  expect(events).toMatchObject([{ type: 'quota.accepted' }])
  await publish()
  expect(await typesOf({ after: events[0]?.id })).toEqual(['project.changed'])
})

test('an organisation reads no event of another, nor one that its permissions do not cover', async () => {
  await emit(theirs)
  await audit(ours, 'invoice.issued', 1)
  await emit(ours, 2)
  await publish()
  expect(await typesOf()).toEqual(['invoice.issued', 'quota.accepted'])
  const seen = (await list({}, ours.as('technical'))).events
  expect(seen.map(({ type }) => type)).toEqual(['quota.accepted'])
  const foreign = (await readEvents(theirs.as(), { types: ['*'], limit: 100 })).events.at(-1)?.id
  await expect(list({ after: foreign })).rejects.toMatchObject({ code: 'not_found' })
  await expect(list({ after: newId('event') })).rejects.toMatchObject({
    code: 'not_found',
    params: { reason: 'event_not_kept' },
  })
})

test('an endpoint gets what its patterns cover since it was created', async () => {
  await emit()
  await createWebhook(ours.as('owner', at(5)), { url: 'https://hooks.exemple.fr/a', events: ['quota.*'] })
  await emit(ours, 10)
  await audit(ours, 'project.changed', 10)
  await publish()
  expect((await readWebhooks(ours.as())).deliveries.map(({ event }) => event)).toEqual(['quota.accepted'])
})

test('a period is sent again under the same ids, without what still waits', async () => {
  const { id: endpointId } = await createWebhook(ours.as(), {
    url: 'https://hooks.exemple.fr/a',
    events: ['quota.*'],
  })
  for (const seconds of [1, 2, 3]) await emit(ours, seconds)
  await publish()
  const replay = (from: number, until: number) =>
    replayEvents(ours.as('owner', at(100)), { endpointId, from: at(from), until: at(until) })
  expect(await replay(0, 100), 'all wait').toEqual({ events: 0 })
  await sql`update webhook_deliveries set state = 'delivered', next_attempt_at = null`
  expect(await replay(2, 3)).toEqual({ events: 1 })
  const { deliveries } = await readWebhooks(ours.as())
  const ids = deliveries.map(({ messageId }) => messageId)
  expect(ids).toHaveLength(4)
  expect(new Set(ids).size).toBe(3)
  await expect(replay(-31 * 86_400, 0)).rejects.toMatchObject({
    code: 'invalid_input',
    params: { reason: 'event_not_kept' },
  })
  await expect(replayEvents(theirs.as(), { endpointId, from: testNow, until: at(1) })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('events older than thirty days are deleted, unless they were not published', async () => {
  await emit(ours, 0)
  await publish()
  await emit(ours, 1)
  await sweepOldEvents(systemTestContext(at(31 * 86_400)))
  expect(await typesOf()).toEqual([])
  await publish()
  expect(await typesOf()).toEqual(['quota.accepted'])
})

test('the worker may read the project of every kind of resource', async () => {
  const kinds = [
    'instance',
    'volume',
    'snapshot',
    'backup',
    'privateImage',
    'placementGroup',
    'network',
    'ruleSet',
    'publicAddress',
    'name',
    'balancer',
    'certificate',
    'order',
    'commitment',
    'budget',
    'quotaRequest',
    'ticket',
    'project',
  ] as const
  const ids = kinds.map((kind) => newId(kind))
  const found = await withSystem(systemTestContext(testNow), (tx) => listProjectsOf(tx, ids))
  expect([...found.values()]).toEqual([ids.at(-1)])
})
