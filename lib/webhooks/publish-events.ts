/**
 * Sweeper: publishes what happened within a second, and creates a delivery to every endpoint that listens. Both commit
 * together: an event that is listed is delivered, once.
 */
import { type Tx, withSystem } from '~/db/client'
import { matchesEvent, type PublishedEvent, publishNext } from '~/lib/events'
import { authorizeSystem } from '~/lib/identity'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { messageOf } from './message'
import { type DeliveryRow, insertDeliveries, listLiveEndpoints } from './queries/webhooks'

export async function publishEvents(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  for (let isFull = true; isFull; ) {
    isFull = await withSystem(ctx, async (tx) => {
      const next = await publishNext(tx)
      await deliver(tx, ctx, next.published)
      return next.isFull
    })
  }
}

async function deliver(tx: Tx, ctx: OpContext, events: readonly PublishedEvent[]): Promise<void> {
  if (events.length === 0) return
  const organisations = [...new Set(events.map(({ organisationId }) => organisationId))]
  const endpoints = await listLiveEndpoints(tx, organisations)
  if (endpoints.length === 0) return
  const rows = events.flatMap((event) =>
    endpoints
      .filter(
        ({ organisationId, events: patterns, createdAt }) =>
          organisationId === event.organisationId &&
          createdAt <= event.occurredAt &&
          matchesEvent(patterns, event.type),
      )
      .map(({ id }) => deliveryOf(ctx, event, id)),
  )
  await insertDeliveries(tx, rows)
}

/** The delivery of an event to an endpoint, due at once. Its message has the id of the event. */
export function deliveryOf(
  ctx: Pick<OpContext, 'now'>,
  event: PublishedEvent,
  endpointId: DeliveryRow['endpointId'],
) {
  return {
    id: newId('webhookDelivery', ctx.now.getTime()),
    organisationId: event.organisationId,
    endpointId,
    messageId: event.id as string,
    event: event.type,
    payload: messageOf(event),
    state: 'waiting' as const,
    nextAttemptAt: ctx.now,
    createdAt: ctx.now,
    traceparent: event.traceparent,
  }
}
