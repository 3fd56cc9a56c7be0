import { withOrganisation } from '~/db/client'
import { findAddressOffer } from '~/lib/catalogue/rows'
import { authorize } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findAddressOfOrder } from '../queries/place'
import type { ReserveAddressInput } from '../schema'
import { placeLine } from './place-line'

/** `held`: waits like any order; the address is given when it is carried out. */
export type Reserved =
  | { outcome: 'reserved'; addressId: Id<'publicAddress'>; address: string }
  | { outcome: 'held'; orderId: Id<'order'>; number: string }

/**
 * Orders a public address of the zone. The order is delivered at once, or waits like any order for an
 * approval, an amendment of its purchase order or a moderator.
 *
 * @throws DomainError `invalid_input` (none is sold), `insufficient_capacity` (the zone has none left),
 * `quota_exceeded`, `recovery_in_progress`, and those of `placeLine`
 */
export async function reserveAddress(ctx: OpContext, input: ReserveAddressInput): Promise<Reserved> {
  authorize(ctx, 'order:place')
  const { idempotencyKey, projectId, zoneId, costReferences } = input
  const offer = await withOrganisation(ctx, (tx) => findAddressOffer(tx, ctx.now))
  if (!offer) throw new DomainError('invalid_input', { field: 'zoneId', params: { reason: 'not_on_sale' } })
  const { bundleId, name } = offer
  const line = { bundleId, zoneId, name, quantity: 1, sshKeyIds: [], costReferences }
  const { orderId, number, isHeld } = await placeLine(ctx, { idempotencyKey, projectId, line })
  if (isHeld) return { outcome: 'held', orderId, number }
  const given = await withOrganisation(ctx, (tx) => findAddressOfOrder(tx, orderId))
  invariant(given, 'an order of an address that does not wait gave one')
  return { outcome: 'reserved', addressId: given.id, address: given.address }
}
