import { randomUUID } from 'node:crypto'
import type { Tx } from '~/db/client'
import { insertDeliveries, listListening } from '~/db/queries/webhooks/webhooks'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { WebhookEvent } from './events'

/** In `tx`: every endpoint of the organisation that listens will be told, with the change or not at all. */
export async function emitEvent(
  tx: Tx,
  ctx: Pick<OpContext, 'now'>,
  event: { organisationId: Id<'organisation'>; event: WebhookEvent; data: Record<string, unknown> },
): Promise<void> {
  const { organisationId } = event
  const endpoints = await listListening(tx, organisationId, event.event)
  if (endpoints.length === 0) return
  const messageId = `msg_${randomUUID().replaceAll('-', '')}`
  const payload = {
    type: event.event,
    timestamp: ctx.now.toISOString(),
    data: { organisationId, ...event.data },
  }
  await insertDeliveries(
    tx,
    endpoints.map(({ id: endpointId }) => ({
      id: newId('webhookDelivery', ctx.now.getTime()),
      organisationId,
      endpointId,
      messageId,
      event: event.event,
      payload,
      state: 'waiting' as const,
      nextAttemptAt: ctx.now,
      createdAt: ctx.now,
    })),
  )
}
