import { randomUUID } from 'node:crypto'
import type { Tx } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { currentTraceparent } from '~/lib/kernel/tracing/tracer'
import type { WebhookEvent } from './events'
import { insertDeliveries, listListening } from './queries/webhooks'

type Event = { organisationId: Id<'organisation'>; event: WebhookEvent }

/** In `tx`: creates a delivery to every endpoint of the organisation that listens, atomically with the change. */
export async function emitEvent(
  tx: Tx,
  ctx: Pick<OpContext, 'now'>,
  { data, ...event }: Event & { data: Record<string, unknown> },
): Promise<void> {
  await emitEvents(tx, ctx, event, [data])
}

/** As `emitEvent`, for many occurrences of an event, in a constant number of statements. */
export async function emitEvents(
  tx: Tx,
  ctx: Pick<OpContext, 'now'>,
  { organisationId, event }: Event,
  each: readonly Record<string, unknown>[],
): Promise<void> {
  const endpoints = each.length > 0 ? await listListening(tx, organisationId, event) : []
  if (endpoints.length === 0) return
  const traceparent = currentTraceparent() ?? null
  await insertDeliveries(
    tx,
    each.flatMap((data) => {
      const messageId = `msg_${randomUUID().replaceAll('-', '')}`
      const payload = { type: event, timestamp: ctx.now.toISOString(), data: { organisationId, ...data } }
      return endpoints.map(({ id: endpointId }) => ({
        id: newId('webhookDelivery', ctx.now.getTime()),
        organisationId,
        endpointId,
        messageId,
        event,
        payload,
        state: 'waiting' as const,
        nextAttemptAt: ctx.now,
        createdAt: ctx.now,
        traceparent,
      }))
    }),
  )
}
