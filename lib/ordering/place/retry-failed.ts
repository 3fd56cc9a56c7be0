import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  judgeRetryLimits,
  type RetryJudge,
  requestBalancerRetry,
  requestInstanceRetry,
  requestVolumeRetry,
} from '~/lib/resources'
import { assertWithinPurchaseOrder } from '../purchase-orders/assert-within'
import { findReferencesOfResource } from '../queries/changes'
import { findBuyerForUpdate } from '../queries/place'
import { lockByNumbers } from '../queries/purchase-orders'

type Retry = { sagaId: Id<'saga'> }

/**
 * Creates a failed server again, with its bundle's volume, if its purchase order has room as for a new one.
 *
 * @throws DomainError as `requestInstanceRetry`, `spending_cap_exceeded`, `budget_exceeded`, `invalid_input`
 * (of a purchase order without room, or outside its days)
 */
export function retryProvisioning(ctx: OpContext, input: { instanceId: Id<'instance'> }): Promise<Retry> {
  return retry(ctx, input.instanceId, (tx, judge) => requestInstanceRetry(tx, ctx, input, judge))
}

/** The same for a volume ordered alone. @throws DomainError as `requestVolumeRetry`, and as above */
export function retryVolume(ctx: OpContext, input: { volumeId: Id<'volume'> }): Promise<Retry> {
  return retry(ctx, input.volumeId, (tx, judge) => requestVolumeRetry(tx, ctx, input, judge))
}

/** The same for a load balancer. @throws DomainError as `requestBalancerRetry`, and as above */
export function retryBalancer(ctx: OpContext, input: { balancerId: Id<'balancer'> }): Promise<Retry> {
  return retry(ctx, input.balancerId, (tx, judge) => requestBalancerRetry(tx, ctx, input, judge))
}

async function retry(
  ctx: OpContext,
  id: Id<'instance'> | Id<'volume'> | Id<'balancer'>,
  request: (tx: Tx, judge: RetryJudge) => Promise<Retry>,
): Promise<Retry> {
  const organisationId = authorize(ctx, 'order:place')
  const run = async (tx: Tx) => {
    // Locked before the resource, in the order of orders and amendments.
    await findBuyerForUpdate(tx, organisationId)
    const { purchaseOrderNumber: number } = await findReferencesOfResource(tx, id)
    if (number) await lockByNumbers(tx, organisationId, [number])
    return request(tx, async (within, by, retried) => {
      await judgeRetryLimits(within, by, retried)
      const line = { id: retried.orderLineId, microCentsPerHour: retried.microCentsPerHour, count: 1 }
      await assertWithinPurchaseOrder(within, by, { organisationId, number, line })
    })
  }
  return retryConflicts(() => withOrganisation(ctx, run))
}
