import { beforeAll, beforeEach, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { emitEvent } from '~/lib/events'
import { addSeconds } from '~/lib/kernel/time/clock'
import { orphansIn } from '~/lib/kernel/tracing/testing/otlp-sink'
import { traceHere } from '~/lib/kernel/tracing/testing/trace-here'
import { currentTraceId, inSpan } from '~/lib/kernel/tracing/tracer'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import type { Answer } from './delivery/send-webhook'
import { signWebhook } from './delivery/signature'
import {
  createWebhook,
  deleteWebhook,
  deliverDue,
  enableWebhook,
  publishEvents,
  readWebhooks,
  redeliverWebhook,
  rotateWebhookSecret,
  sweepDeliveries,
  testWebhook,
} from './index'

const { sql } = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer

beforeAll(() => {
  process.env.ENCRYPTION_KEY ??= Buffer.alloc(32, 7).toString('base64')
})
beforeEach(async () => {
  ;[ours, theirs] = await makeBuyers(sql, 2)
})

const url = 'https://hooks.exemple.fr/andromede'
const endpoint = () =>
  createWebhook(ours.as(), { url, events: ['quota.accepted', 'budget.threshold_reached'] })
/** An event that the worker has published. */
async function emit(event: 'quota.accepted' | 'quota.refused' = 'quota.accepted', limit = 3): Promise<void> {
  const { projectId } = ours
  await withOrganisation(ours.as(), (tx, organisationId) =>
    emitEvent(tx, ours.as(), {
      organisationId,
      event,
      data: { projectId, resource: 'instances', limit, asked: 8 },
    }),
  )
  await publishEvents(systemTestContext(testNow))
}
const deliveries = async () => (await readWebhooks(ours.as())).deliveries

type Sent = { url: string; headers: Readonly<Record<string, string>>; body: string }
/** An endpoint with these responses in turn, which then accepts everything. */
function receiver(...answers: Answer[]) {
  const sent: Sent[] = []
  const send = async (to: string, message: Omit<Sent, 'url'>): Promise<Answer> => {
    sent.push({ url: to, ...message })
    return answers.shift() ?? { status: 200 }
  }
  const deliver = (now: Date) => deliverDue(systemTestContext(now), send)
  return { sent, deliver }
}

test('an event is delivered to the listening endpoints, signed, once', async () => {
  const { secret } = await endpoint()
  await emit()
  await emit('quota.refused')
  const { sent, deliver } = receiver()
  await deliver(testNow)
  await deliver(addSeconds(testNow, 3_600))
  expect(sent).toHaveLength(1)
  const [{ headers, body, url: to } = { headers: {} as Record<string, string>, body: '', url: '' }] = sent
  expect(to).toBe(url)
  expect(JSON.parse(body)).toEqual({
    type: 'quota.accepted',
    timestamp: testNow.toISOString(),
    data: {
      id: expect.stringMatching(/^evt_/),
      organisationId: ours.organisationId,
      projectId: ours.projectId,
      subject: { kind: 'quota', id: ours.projectId },
      actor: { kind: 'account', id: ours.accountId, tokenId: null },
      resource: 'instances',
      limit: 3,
      asked: 8,
    },
  })
  const timestampSeconds = Math.floor(testNow.getTime() / 1000)
  expect(headers['webhook-timestamp']).toBe(`${timestampSeconds}`)
  const id = headers['webhook-id'] ?? ''
  expect(headers['webhook-signature']).toBe(signWebhook([secret], { id, timestampSeconds, body }))
  expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1, lastStatus: 200 }])
})

test('a failed delivery is retried with increasing delay under the same id, and given up after three days', async () => {
  const { id: endpointId } = await endpoint()
  await emit()
  const { sent, deliver } = receiver(...Array.from({ length: 20 }, () => ({ status: 503 })))
  let now = testNow
  for (let round = 0; round < 12; round += 1) {
    await deliver(now)
    const [{ nextAttemptAt } = { nextAttemptAt: null }] = await deliveries()
    if (!nextAttemptAt) break
    await deliver(addSeconds(new Date(nextAttemptAt), -1))
    now = new Date(nextAttemptAt)
  }
  expect(sent).toHaveLength(10)
  expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect((now.getTime() - testNow.getTime()) / 3_600_000).toBeCloseTo(75.6, 1)
  const [failed] = await deliveries()
  expect(failed).toMatchObject({ state: 'failed', attempts: 10, lastStatus: 503 })
  await enableWebhook(ours.as(), { endpointId })
  await redeliverWebhook(ours.as('owner', now), { deliveryId: failed?.id ?? 'whd_' })
  await expect(redeliverWebhook(ours.as(), { deliveryId: failed?.id ?? 'whd_' })).rejects.toMatchObject({
    code: 'state_forbids',
  })
  const again = receiver()
  await again.deliver(now)
  expect(again.sent[0]?.headers['webhook-id']).toBe(sent[0]?.headers['webhook-id'])
  expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1 }])
})

test('a gone endpoint is disabled and its managers are notified; an unreachable one is retried', async () => {
  const { id: endpointId } = await endpoint()
  await emit()
  const { deliver } = receiver({ error: 'private_address' }, { status: 410 })
  await deliver(testNow)
  expect(await deliveries()).toMatchObject([{ state: 'waiting', lastError: 'private_address' }])
  await deliver(addSeconds(testNow, 5))
  expect(await deliveries()).toMatchObject([
    { state: 'failed', attempts: 2, lastStatus: 410, lastError: null },
  ])
  expect((await readWebhooks(ours.as())).endpoints).toMatchObject([
    { id: endpointId, disabled: { because: 'gone', at: addSeconds(testNow, 5).toISOString() } },
  ])
  const mails = await sql`
    select id from mail_messages where template = 'webhook-disabled' and recipient = ${`${ours.accountId}@example.test`}`
  expect(mails).toHaveLength(1)
  await emit()
  expect(await deliveries(), 'what happens meanwhile is not for it').toHaveLength(1)
})

test('concurrent workers send each delivery once, and at most three at a time to one endpoint', async () => {
  await endpoint()
  for (let count = 0; count < 8; count += 1) await emit()
  const { sent, deliver } = receiver()
  await Promise.all(Array.from({ length: 4 }, () => deliver(testNow)))
  await deliver(testNow)
  await deliver(testNow)
  await deliver(testNow)
  expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(sent.length)
  expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(8)
})

test('a delivery that another worker makes between a lease’s reading and its lock is not sent again', async () => {
  await endpoint()
  for (let count = 0; count < 24; count += 1) await emit()
  const { sent, deliver } = receiver()
  await sql`create policy slow_reading on webhook_deliveries as restrictive for select using (pg_sleep(0.004) is not null)`
  const passes = async (count: number) => {
    for (let pass = 0; pass < count; pass += 1) await deliver(testNow)
  }
  await Promise.all(Array.from({ length: 6 }, () => passes(6))).finally(
    () => sql`drop policy slow_reading on webhook_deliveries`,
  )
  await passes(8)
  expect(sent).toHaveLength(24)
})

test('a dead worker’s lease expires, and its late result changes nothing', async () => {
  await endpoint()
  await emit()
  let answerLate: (answer: Answer) => void = () => undefined
  const slow = deliverDue(
    systemTestContext(testNow),
    () =>
      new Promise<Answer>((done) => {
        answerLate = done
      }),
  )
  await expect
    .poll(
      async () =>
        (
          await sql`select count(*)::int as leased from webhook_deliveries where organisation_id = ${ours.organisationId} and leased_until is not null`
        )[0]?.leased,
    )
    .toBe(1)
  const { sent, deliver } = receiver()
  await deliver(addSeconds(testNow, 29))
  expect(sent).toHaveLength(0)
  await deliver(addSeconds(testNow, 30))
  expect(sent).toHaveLength(1)
  answerLate({ status: 500 })
  await slow
  expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1 }])
})

test('for a day both secrets sign, then only the new one; secrets are neither stored in clear nor shown again', async () => {
  const { id, secret } = await endpoint()
  const rotated = await rotateWebhookSecret(ours.as(), { endpointId: id })
  const { sent, deliver } = receiver()
  const signedAt = async (now: Date) => {
    await emit()
    await deliver(now)
    const [{ headers, body } = { headers: {} as Record<string, string>, body: '' }] = sent.slice(-1)
    const message = {
      id: headers['webhook-id'] ?? '',
      timestampSeconds: Number(headers['webhook-timestamp']),
      body,
    }
    return [headers['webhook-signature'], message] as const
  }
  const [during, first] = await signedAt(addSeconds(testNow, 86_399))
  expect(during).toBe(signWebhook([rotated.secret, secret], first))
  const [after, second] = await signedAt(addSeconds(testNow, 86_400))
  expect(after).toBe(signWebhook([rotated.secret], second))
  const rows = JSON.stringify(await sql`select * from webhook_endpoints where id = ${id}`)
  const shown = JSON.stringify(await readWebhooks(ours.as()))
  for (const each of [secret, rotated.secret]) {
    expect(rows).not.toContain(each)
    expect(shown).not.toContain(each)
  }
})

test('a deleted endpoint gets no delivery, not even pending ones', async () => {
  const { id } = await endpoint()
  await testWebhook(ours.as(), { endpointId: id })
  await deleteWebhook(ours.as(), { endpointId: id })
  await emit()
  const { sent, deliver } = receiver()
  await deliver(addSeconds(testNow, 60))
  expect(sent).toEqual([])
  expect((await readWebhooks(ours.as())).endpoints).toEqual([])
})

test('other organisations and roles can neither read nor change endpoints; a non-public URL is rejected with the reason', async () => {
  const { id } = await endpoint()
  await testWebhook(ours.as(), { endpointId: id })
  const [{ id: deliveryId } = { id: 'whd_' as const }] = await deliveries()
  for (const attempt of [
    () => rotateWebhookSecret(theirs.as(), { endpointId: id }),
    () => deleteWebhook(theirs.as(), { endpointId: id }),
    () => testWebhook(theirs.as(), { endpointId: id }),
    () => redeliverWebhook(theirs.as(), { deliveryId }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  expect(await readWebhooks(theirs.as())).toEqual({ endpoints: [], deliveries: [] })
  for (const role of ['approver', 'billing', 'reader', 'guest'] as const)
    await expect(readWebhooks(ours.as(role))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(
    createWebhook(ours.as(), { url: 'https://169.254.169.254/', events: ['quota.accepted'] }),
  ).rejects.toMatchObject({ code: 'invalid_input', field: 'url', params: { reason: 'webhook_private' } })
})

test('deliveries that ended a month ago are deleted', async () => {
  await endpoint()
  await emit()
  await receiver().deliver(testNow)
  await sweepDeliveries(systemTestContext(addSeconds(testNow, 30 * 86_400)))
  expect(await deliveries()).toHaveLength(1)
  await sweepDeliveries(systemTestContext(addSeconds(testNow, 31 * 86_400)))
  expect(await deliveries()).toEqual([])
})

test('an endpoint that accepted nothing for three days is disabled; enabling it sends the pending deliveries', async () => {
  const { id: endpointId } = await endpoint()
  await emit()
  const first = (await deliveries())[0]?.id ?? 'whd_'
  const down = receiver(...Array.from({ length: 40 }, () => ({ status: 503 })))
  await giveUp(first, down.deliver)
  const [failed] = await deliveries()
  expect(failed).toMatchObject({ state: 'failed', attempts: 10 })
  const [disabled] = (await readWebhooks(ours.as())).endpoints
  expect(disabled?.disabled?.because).toBe('failing')

  const refused = { code: 'state_forbids', params: { reason: 'webhook_disabled' } }
  await expect(testWebhook(ours.as(), { endpointId })).rejects.toMatchObject(refused)
  await expect(redeliverWebhook(ours.as(), { deliveryId: first })).rejects.toMatchObject(refused)
  await expect(enableWebhook(theirs.as(), { endpointId })).rejects.toMatchObject({ code: 'not_found' })
  await expect(enableWebhook(ours.as('reader'), { endpointId })).rejects.toMatchObject({ code: 'forbidden' })

  await enableWebhook(ours.as(), { endpointId })
  await enableWebhook(ours.as(), { endpointId })
  const [{ enabled } = { enabled: 0 }] =
    await sql`select count(*)::int as enabled from audit_events where event = 'webhook.enabled' and organisation_id = ${ours.organisationId}`
  expect(enabled).toBe(1)
  await redeliverWebhook(ours.as(), { deliveryId: first })
  const up = receiver()
  await up.deliver(addSeconds(testNow, 400_000))
  expect(up.sent).toHaveLength(1)
})

test('an endpoint that accepts others stays enabled; a disabled one’s deliveries are kept for a month', async () => {
  await endpoint()
  await emit()
  const unlucky = (await deliveries())[0]?.id ?? 'whd_'
  await emit()
  const picky = async (_to: string, { body }: { body: string }): Promise<Answer> => ({
    status: JSON.parse(body).data.limit === 3 ? 503 : 200,
  })
  await giveUp(unlucky, async (now) => {
    await emit('quota.accepted', 4)
    await deliverDue(systemTestContext(now), picky)
  })
  const { endpoints, deliveries: seen } = await readWebhooks(ours.as())
  expect(seen.filter(({ state }) => state === 'failed').length).toBeGreaterThan(0)
  expect(endpoints).toMatchObject([{ disabled: null }])

  await emit()
  await emit()
  const gone = receiver({ status: 410 })
  await gone.deliver(addSeconds(testNow, 300_000))
  await gone.deliver(addSeconds(testNow, 300_001))
  const held = (await deliveries()).filter(({ state }) => state === 'waiting')
  expect(held.every(({ isEndpointDisabled }) => isEndpointDisabled)).toBe(true)
  await sweepDeliveries(systemTestContext(addSeconds(testNow, 40 * 86_400)))
  expect(await deliveries()).toEqual([])
})

/** Attempts this delivery whenever it is due, until it is given up. */
async function giveUp(deliveryId: string, deliver: (now: Date) => Promise<void>): Promise<void> {
  let now = testNow
  for (;;) {
    await deliver(now)
    const [row] = await sql`select next_attempt_at as next from webhook_deliveries where id = ${deliveryId}`
    if (!row?.next) return
    now = row.next
  }
}

test('each attempt belongs to the trace of the request that caused the event', async () => {
  const here = await traceHere()
  await endpoint()
  const traceId = await inSpan('request', {}, async () => {
    await emit()
    return currentTraceId()
  })
  const { deliver } = receiver({ error: 'refused' }, { status: 200 })
  await deliver(testNow)
  await deliver(addSeconds(testNow, 3_600))
  const spans = (await here.sent()).filter((span) => span.traceId === traceId)
  await here.stop()
  const sends = spans.filter((span) => span.name === 'webhook send')
  expect(sends).toMatchObject([
    { isFailed: true, attributes: { 'andromede.attempt': 1 } },
    { isFailed: false, attributes: { 'andromede.attempt': 2, 'http.response.status_code': 200 } },
  ])
  expect(orphansIn(spans)).toEqual([])
  expect(JSON.stringify(sends)).not.toContain('hooks.exemple.fr')
})
