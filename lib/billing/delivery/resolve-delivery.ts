import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockDelivery } from './lock-delivery'
import { insertEmbeddedStatus, updateDelivery } from './queries/deliveries'

type Input = { deliveryId: string }

/**
 * Marks a refusal as resolved (by a credit note, a new invoice, or with the buyer) and removes it from the open list.
 *
 * @throws DomainError `not_found`; `state_forbids` when the delivery is not open
 */
export async function resolveDelivery(ctx: OpContext, input: Input): Promise<void> {
  authorizeStaff(ctx, 'billing:credit')
  if (ctx.actor.kind !== 'staff') throw new DomainError('forbidden')
  const { staffId } = ctx.actor
  await withStaff(ctx, async (tx) => {
    const delivery = await lockDelivery(tx, input.deliveryId)
    const waits = (delivery.state === 'rejected' || delivery.state === 'failed') && !delivery.settledAt
    if (!waits) throw new DomainError('state_forbids', { params: { reason: 'delivery_not_open' } })
    await updateDelivery(tx, delivery.id, { settledAt: ctx.now, settledByStaffId: staffId })
    await recordAudit(tx, ctx, 'delivery.settled', {
      organisationId: delivery.organisationId,
      kind: 'invoice',
      id: delivery.documentId,
      details: { channel: delivery.channel, failureCode: delivery.failureCode },
    })
  })
}

/**
 * Restarts a delivery that was never deposited. One refused by a platform cannot be retried: the same document would be
 * refused again.
 *
 * @throws DomainError `not_found`; `state_forbids`
 */
export async function retryDelivery(ctx: OpContext, input: Input): Promise<void> {
  authorizeStaff(ctx, 'billing:credit')
  await withStaff(ctx, async (tx) => {
    const delivery = await lockDelivery(tx, input.deliveryId)
    if (delivery.state !== 'failed')
      throw new DomainError('state_forbids', { params: { reason: 'delivery_not_open' } })
    // Counts one attempt, so that the worker looks the document up on the platform first.
    await updateDelivery(tx, delivery.id, { state: 'waiting', attempts: 1, nextAttemptAt: ctx.now })
    await recordAudit(tx, ctx, 'delivery.retried', {
      organisationId: delivery.organisationId,
      kind: 'invoice',
      id: delivery.documentId,
      details: { channel: delivery.channel },
    })
  })
}

/**
 * Makes the embedded platform report a status on behalf of the buyer.
 *
 * @throws DomainError `not_found` when another platform has the document
 */
export async function setEmbeddedStatus(
  ctx: OpContext,
  input: Input & { code: string; reason?: string | undefined },
): Promise<void> {
  authorizeStaff(ctx, 'billing:credit')
  await withStaff(ctx, async (tx) => {
    const delivery = await lockDelivery(tx, input.deliveryId)
    const given = { givenCode: Number(input.code), givenReason: input.reason ?? null, givenAt: ctx.now }
    if (!(await insertEmbeddedStatus(tx, delivery.id, given))) throw new DomainError('not_found')
    if (delivery.state === 'accepted') await updateDelivery(tx, delivery.id, { nextAttemptAt: ctx.now })
    await recordAudit(tx, ctx, 'delivery.status_given', {
      organisationId: delivery.organisationId,
      kind: 'invoice',
      id: delivery.documentId,
      details: { code: input.code, ...(input.reason ? { reason: input.reason } : {}) },
    })
  })
}
