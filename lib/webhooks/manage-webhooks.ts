import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { recordAudit } from '~/lib/audit'
import { authorize, limitWebhookTests, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { refuseUrl } from './delivery/endpoint-url'
import { formerSecretPlace, secretPlace } from './delivery/secret-place'
import { newWebhookSecret } from './delivery/signature'
import { testEvent } from './events'
import {
  countEndpoints,
  type EndpointRow,
  findDelivery,
  insertDeliveries,
  insertEndpoint,
  listDeliveries,
  listEndpoints,
  lockEndpoint,
  resetDelivery,
  updateEndpoint,
} from './queries/webhooks'
import type * as schema from './schema'
import type { WebhookDeliveryView, WebhookView } from './views'

const endpointsMax = 10
const shownDeliveries = 100
/** How long the former secret signs as well. */
const overlapSeconds = 86_400

/** The organisation's endpoints, without secrets, and their latest deliveries. */
export async function readWebhooks(
  ctx: OpContext,
): Promise<{ endpoints: WebhookView[]; deliveries: WebhookDeliveryView[] }> {
  authorize(ctx, 'webhook:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const endpoints = await listEndpoints(tx, organisationId)
    const deliveries = await listDeliveries(tx, organisationId, shownDeliveries)
    return {
      endpoints: endpoints.map(
        ({ id, url, events, createdAt, formerSecretUntil, disabledAt, disabledBecause }) => ({
          id,
          url,
          events,
          createdAt: createdAt.toISOString(),
          formerSecretUntil:
            formerSecretUntil && formerSecretUntil > ctx.now ? formerSecretUntil.toISOString() : null,
          disabled:
            disabledAt && disabledBecause ? { at: disabledAt.toISOString(), because: disabledBecause } : null,
        }),
      ),
      deliveries: deliveries.map(({ delivery, url, isEndpointDisabled }) => ({
        id: delivery.id,
        url,
        event: delivery.event,
        messageId: delivery.messageId,
        state: delivery.state,
        attempts: delivery.attempts,
        lastStatus: delivery.lastStatus,
        lastError: delivery.lastError,
        nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
        isEndpointDisabled,
        createdAt: delivery.createdAt.toISOString(),
      })),
    }
  })
}

/**
 * Creates an endpoint for these events. Its secret is returned here and never shown again.
 *
 * @throws DomainError `forbidden`, `proof_required`, `invalid_input` (`webhook_url`, `webhook_https`,
 * `webhook_private`), `quota_exceeded`
 */
export async function createWebhook(
  ctx: OpContext,
  input: z.output<typeof schema.createWebhookInput>,
): Promise<{ id: Id<'webhookEndpoint'>; secret: string }> {
  authorize(ctx, 'webhook:manage')
  const reason = refuseUrl(input.url)
  if (reason) throw new DomainError('invalid_input', { field: 'url', params: { reason } })
  await requireFreshProof(ctx)
  const id = newId('webhookEndpoint', ctx.now.getTime())
  const secret = newWebhookSecret()
  const events = [...new Set(input.events)].sort()
  await withOrganisation(ctx, async (tx, organisationId) => {
    await lockCount(tx, 'webhook endpoints', organisationId)
    if ((await countEndpoints(tx, organisationId)) >= endpointsMax)
      throw new DomainError('quota_exceeded', { params: { reason: 'too_many_webhooks' } })
    const secretSealed = seal(secret, secretPlace(id))
    await insertEndpoint(tx, { id, organisationId, url: input.url, events, secretSealed, createdAt: ctx.now })
    await audit(tx, ctx, 'webhook.created', { organisationId, id }, { url: input.url, events })
  })
  return { id, secret }
}

/**
 * Rotates the endpoint's secret: the new one is returned here and never shown again; for a day the former one signs as
 * well.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`
 */
export async function rotateWebhookSecret(
  ctx: OpContext,
  { endpointId }: z.output<typeof schema.rotateWebhookSecretInput>,
): Promise<{ secret: string }> {
  authorize(ctx, 'webhook:manage')
  await requireFreshProof(ctx)
  const secret = newWebhookSecret()
  await change(ctx, endpointId, async (tx, endpoint) => {
    const former = unseal(endpoint.secretSealed, secretPlace(endpointId))
    await updateEndpoint(tx, endpointId, {
      secretSealed: seal(secret, secretPlace(endpointId)),
      formerSecretSealed: seal(former, formerSecretPlace(endpointId)),
      formerSecretUntil: addSeconds(ctx.now, overlapSeconds),
    })
    await audit(tx, ctx, 'webhook.secret_rotated', endpoint, { url: endpoint.url })
  })
  return { secret }
}

/**
 * Deletes the endpoint with its pending deliveries.
 *
 * @throws DomainError `forbidden`, `not_found`
 */
export async function deleteWebhook(
  ctx: OpContext,
  { endpointId }: z.output<typeof schema.deleteWebhookInput>,
): Promise<void> {
  authorize(ctx, 'webhook:manage')
  await change(ctx, endpointId, async (tx, endpoint) => {
    await updateEndpoint(tx, endpointId, { deletedAt: ctx.now })
    await audit(tx, ctx, 'webhook.deleted', endpoint, { url: endpoint.url })
  })
}

/**
 * Enables the endpoint again, and sends its pending deliveries. Idempotent.
 *
 * @throws DomainError `forbidden`, `not_found`
 */
export async function enableWebhook(
  ctx: OpContext,
  { endpointId }: z.output<typeof schema.enableWebhookInput>,
): Promise<void> {
  authorize(ctx, 'webhook:manage')
  await change(ctx, endpointId, async (tx, { organisationId, url, disabledAt }) => {
    if (!disabledAt) return
    await updateEndpoint(tx, endpointId, { disabledAt: null, disabledBecause: null })
    await audit(tx, ctx, 'webhook.enabled', { organisationId, id: endpointId }, { url })
  })
}

/**
 * Sends a test event to the endpoint.
 *
 * @throws DomainError `forbidden`, `not_found`, `state_forbids`, `rate_limited`
 */
export async function testWebhook(
  ctx: OpContext,
  { endpointId }: z.output<typeof schema.testWebhookInput>,
): Promise<void> {
  await limitWebhookTests(ctx, authorize(ctx, 'webhook:manage'))
  await change(ctx, endpointId, async (tx, { organisationId, url, disabledAt }) => {
    if (disabledAt) throw new DomainError('state_forbids', { params: { reason: 'webhook_disabled' } })
    const payload = { type: testEvent, timestamp: ctx.now.toISOString(), data: { organisationId } }
    await insertDeliveries(tx, [
      {
        id: newId('webhookDelivery', ctx.now.getTime()),
        organisationId,
        endpointId,
        messageId: `msg_${randomUUID().replaceAll('-', '')}`,
        event: testEvent,
        payload,
        state: 'waiting',
        nextAttemptAt: ctx.now,
        createdAt: ctx.now,
      },
    ])
    await audit(tx, ctx, 'webhook.tested', { organisationId, id: endpointId }, { url })
  })
}

/**
 * Sends the same message again, under the same id.
 *
 * @throws DomainError `forbidden`, `not_found`, `state_forbids`
 */
export async function redeliverWebhook(
  ctx: OpContext,
  { deliveryId }: z.output<typeof schema.redeliverWebhookInput>,
): Promise<void> {
  authorize(ctx, 'webhook:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const delivery = await findDelivery(tx, organisationId, deliveryId)
    if (!delivery) throw new DomainError('not_found')
    if ((await lockEndpoint(tx, organisationId, delivery.endpointId))?.disabledAt)
      throw new DomainError('state_forbids', { params: { reason: 'webhook_disabled' } })
    if (!(await resetDelivery(tx, organisationId, deliveryId, ctx.now)))
      throw new DomainError('state_forbids', { params: { reason: 'webhook_waiting' } })
    const endpoint = { organisationId, id: delivery.endpointId }
    await audit(tx, ctx, 'webhook.redelivered', endpoint, {
      messageId: delivery.messageId,
      event: delivery.event,
    })
  })
}

async function change(
  ctx: OpContext,
  endpointId: Id<'webhookEndpoint'>,
  run: (tx: Tx, endpoint: EndpointRow) => Promise<void>,
): Promise<void> {
  await withOrganisation(ctx, async (tx, organisationId) => {
    const endpoint = await lockEndpoint(tx, organisationId, endpointId)
    if (!endpoint) throw new DomainError('not_found')
    await run(tx, endpoint)
  })
}

type Event = Parameters<typeof recordAudit>[2]

const audit = (
  tx: Tx,
  ctx: OpContext,
  event: Event,
  of: Pick<EndpointRow, 'organisationId' | 'id'>,
  details: Record<string, unknown>,
) => recordAudit(tx, ctx, event, { organisationId: of.organisationId, kind: 'webhook', id: of.id, details })
