import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { coveredTypes, keptDays } from '~/lib/events'
import { listEvents } from '~/lib/events/rows'
import { authorize, limitWebhookTests } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { deliveryOf } from './publish-events'
import { insertDeliveries, listWaitingMessages, lockEndpoint } from './queries/webhooks'
import type * as schema from './schema'

/** More would occupy the organisation's turn for hours. */
const replayMax = 5_000

/**
 * Sends the events of an interval that the endpoint listens to once more, under the ids that they had; those that still
 * wait are not sent twice. Returns how many.
 *
 * @throws DomainError `forbidden`, `not_found`, `state_forbids` (`webhook_disabled`), `invalid_input`
 * (`event_not_kept`, `too_many_events`), `rate_limited`
 */
export async function replayEvents(
  ctx: OpContext,
  { endpointId, from, until }: z.output<typeof schema.replayEventsInput>,
): Promise<{ events: number }> {
  await limitWebhookTests(ctx, authorize(ctx, 'webhook:manage'))
  if (from < addSeconds(ctx.now, -keptDays * 86_400))
    throw new DomainError('invalid_input', { field: 'from', params: { reason: 'event_not_kept' } })
  return withOrganisation(ctx, async (tx, organisationId) => {
    const endpoint = await lockEndpoint(tx, organisationId, endpointId)
    if (!endpoint) throw new DomainError('not_found')
    if (endpoint.disabledAt)
      throw new DomainError('state_forbids', { params: { reason: 'webhook_disabled' } })
    const types = coveredTypes(endpoint.events)
    const filter = { types, projectId: null, after: null, from, until }
    const events = await listEvents(tx, organisationId, filter, replayMax + 1)
    if (events.length > replayMax)
      throw new DomainError('invalid_input', {
        field: 'until',
        params: { reason: 'too_many_events', max: `${replayMax}` },
      })
    const waiting = await listWaitingMessages(tx, endpointId)
    const rows = events.flatMap((event) =>
      event.position === null || waiting.has(event.id)
        ? []
        : [deliveryOf(ctx, { ...event, position: event.position }, endpointId)],
    )
    await insertDeliveries(tx, rows)
    const details = {
      url: endpoint.url,
      from: from.toISOString(),
      until: until.toISOString(),
      events: rows.length,
    }
    await recordAudit(tx, ctx, 'webhook.replayed', {
      organisationId,
      kind: 'webhook',
      id: endpointId,
      details,
    })
    return { events: rows.length }
  })
}
