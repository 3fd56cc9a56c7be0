/**
 * Reconciler: sends due deliveries. Leasing a delivery and writing the response are separate transactions; nothing is
 * sent inside one. When a worker dies its lease expires and the delivery is retried: delivery is at least once, and
 * receivers deduplicate by its id.
 */
import { withSystem } from '~/db/client'
import { createShares, type Shares } from '~/lib/kernel/concurrency/shares'
import type { OpContext } from '~/lib/kernel/op-context'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addToSpan, continueTrace, failSpan, inChildSpan } from '~/lib/kernel/tracing/tracer'
import { disableEndpoint } from '../disable-endpoint'
import {
  type DeliveryRow,
  type EndpointRow,
  leaseDue,
  pruneDeliveries,
  recordAttempt,
} from '../queries/webhooks'
import { classifyResponse, gone, retryAfterSeconds } from './retry-schedule'
import { formerSecretPlace, secretPlace } from './secret-place'
import { type Answer, sendWebhook } from './send-webhook'
import { signWebhook } from './signature'

/** Per worker. */
const atOnce = 60
const batchMax = 20
/** Longer than an attempt can take. */
const leaseSeconds = 30
const keptDays = 30

type Send = typeof sendWebhook

const runningDeliveries = createShares(atOnce)

/**
 * Attempts every due delivery once and sets its next attempt. Passes overlap, so that a slow endpoint delays no other;
 * deliveries in progress from earlier passes count towards their organisation's limit.
 */
export async function deliverDue(
  ctx: OpContext,
  send: Send = sendWebhook,
  shares: Shares = runningDeliveries,
): Promise<void> {
  const limit = Math.min(batchMax, shares.free())
  if (limit === 0) return
  const leasedUntil = addSeconds(ctx.now, leaseSeconds)
  const due = await withSystem(ctx, (tx) =>
    leaseDue(tx, ctx.now, leasedUntil, { limit, busy: shares.busy() }),
  )
  await Promise.all(
    due.map(async ({ delivery, endpoint }) => {
      const answer = await shares.run(delivery.organisationId, () => traced(ctx, delivery, endpoint, send))
      const set = outcomeOf(ctx, delivery, answer)
      await withSystem(ctx, async (tx) => {
        const isRecorded = await recordAttempt(tx, delivery.id, leasedUntil, set)
        if (isRecorded && set.state === 'failed')
          await disableEndpoint(
            tx,
            ctx,
            endpoint,
            set.lastStatus === gone ? 'gone' : 'failing',
            delivery.createdAt,
          )
      })
    }),
  )
}

/** Deletes deliveries that ended a month ago, and those that have waited a month for a disabled endpoint. */
export async function sweepDeliveries(ctx: OpContext): Promise<void> {
  await withSystem(ctx, (tx) => pruneDeliveries(tx, addSeconds(ctx.now, -keptDays * 86_400)))
}

/** An attempt, in the trace of the request that caused the event. */
function traced(ctx: OpContext, delivery: DeliveryRow, endpoint: EndpointRow, send: Send): Promise<Answer> {
  const attributes = {
    'andromede.event': delivery.event,
    'andromede.delivery_id': delivery.id,
    'andromede.attempt': delivery.attempts + 1,
  }
  return continueTrace(delivery.traceparent, () =>
    inChildSpan('webhook send', { kind: 'client', attributes }, async () => {
      const answer = await attempt(ctx, delivery, endpoint, send)
      if ('status' in answer) addToSpan({ 'http.response.status_code': answer.status })
      else failSpan('no_answer')
      return answer
    }),
  )
}

function attempt(ctx: OpContext, delivery: DeliveryRow, endpoint: EndpointRow, send: Send): Promise<Answer> {
  const body = JSON.stringify(delivery.payload)
  const timestampSeconds = Math.floor(ctx.now.getTime() / 1000)
  const message = { id: delivery.messageId, timestampSeconds, body }
  return send(endpoint.url, {
    body,
    headers: {
      'webhook-id': message.id,
      'webhook-timestamp': `${timestampSeconds}`,
      'webhook-signature': signWebhook(secretsOf(ctx, endpoint), message),
    },
  })
}

function secretsOf(ctx: OpContext, endpoint: EndpointRow): string[] {
  const { id, secretSealed, formerSecretSealed, formerSecretUntil } = endpoint
  const current = unseal(secretSealed, secretPlace(id))
  const isFormerGood = formerSecretSealed && formerSecretUntil && formerSecretUntil > ctx.now
  return isFormerGood ? [current, unseal(formerSecretSealed, formerSecretPlace(id))] : [current]
}

function outcomeOf(ctx: OpContext, delivery: DeliveryRow, answer: Answer): Partial<DeliveryRow> {
  const attempts = delivery.attempts + 1
  const tried = {
    attempts,
    lastAttemptAt: ctx.now,
    lastStatus: 'status' in answer ? answer.status : null,
    lastError: 'error' in answer ? answer.error : null,
  }
  const verdict = classifyResponse(answer)
  if (verdict === 'taken') return { ...tried, state: 'delivered', nextAttemptAt: null }
  const wait = verdict === 'retry' ? retryAfterSeconds(attempts) : null
  if (wait === null) return { ...tried, state: 'failed', nextAttemptAt: null }
  return { ...tried, nextAttemptAt: addSeconds(ctx.now, wait) }
}
