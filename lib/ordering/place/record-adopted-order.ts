import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findLastTerms, insertOrder, insertOrderLines } from '../queries/place'
import { requireSeller } from '../seller/require-seller'
import { takeOrderNumber } from './take-order-number'

export type AdoptedLine = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  bundleId: Id<'bundle'>
  kind: 'compute' | 'storage' | 'address'
  zoneId: Id<'zone'>
  imageId: Id<'image'> | null
  name: string
  priceVersionIds: Record<string, Id<'priceVersion'>>
  ownPrices: Record<string, string> | null
  microCentsPerHour: bigint
  monthlyCents: bigint
}

/**
 * Writes the order of one resource whose own order was lost. It is delivered, has the prices of the day on which the
 * resource was created, and a new number: the lost one may belong to another order by now.
 */
export async function recordAdoptedOrder(
  tx: Tx,
  ctx: OpContext,
  line: AdoptedLine,
  orderLineId: Id<'orderLine'>,
): Promise<void> {
  const { organisationId, projectId, kind, monthlyCents, ...ordered } = line
  const seller = await requireSeller(tx)
  const terms = await findLastTerms(tx, organisationId)
  const orderId = newId('order', ctx.now.getTime())
  const number = await takeOrderNumber(tx, seller, ctx.now)
  const state = 'delivered' as const
  await insertOrder(tx, {
    id: orderId,
    organisationId,
    projectId,
    sellingEntityId: seller.id,
    number,
    state,
    placedByAccountId: null,
    termsVersion: terms?.termsVersion ?? '–',
    dpaVersion: terms?.dpaVersion ?? '–',
    monthlyCents,
    kinds: [kind],
    createdAt: ctx.now,
    finishedAt: ctx.now,
  })
  await insertOrderLines(tx, [
    { id: orderLineId, organisationId, orderId, projectId, position: 0, quantity: 1, state, ...ordered },
  ])
  await recordAudit(tx, ctx, 'order.placed', {
    organisationId,
    kind: 'order',
    id: orderId,
    details: { number, monthlyCents: monthlyCents.toString() },
  })
}
