import { withOrganisation } from '~/db/client'
import { findBalancerOffer } from '~/lib/catalogue/rows'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { OrderBalancerInput } from '../schema'
import { placeLine } from './place-line'

/**
 * Orders a load balancer, with a reserved public address or with a new one. Its saga makes it; the order may wait like
 * any other.
 *
 * @throws DomainError `invalid_input` (none is sold; settings that do not fit), `name_taken`, `insufficient_capacity`
 * (no address left), `confirmation_required` (SSH or RDP opened to everyone), and those of `placeLine`
 */
export async function orderBalancer(
  ctx: OpContext,
  input: OrderBalancerInput,
): Promise<{ orderId: Id<'order'>; number: string; isHeld: boolean }> {
  authorize(ctx, 'order:place')
  const { idempotencyKey, projectId, zoneId, name, costReferences, balancer } = input
  const offer = await withOrganisation(ctx, (tx) => findBalancerOffer(tx, ctx.now))
  if (!offer) throw new DomainError('invalid_input', { field: 'zoneId', params: { reason: 'not_on_sale' } })
  const line = {
    bundleId: offer.bundleId,
    zoneId,
    name,
    quantity: 1,
    sshKeyIds: [],
    costReferences,
    balancer,
  }
  const address = balancer.addressId ? {} : { publicAddress: true as const }
  return placeLine(ctx, { idempotencyKey, projectId, line: { ...line, ...address } })
}
