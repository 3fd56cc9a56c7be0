import { acrossProjects, type Tx, withOrganisation } from '~/db/client'
import {
  findBuyerForUpdate,
  findLastReferences,
  insertOrder,
  insertOrderLines,
  takeNumber,
} from '~/db/queries/ordering/place'
import { findDefaultSeller } from '~/db/queries/ordering/selling'
import { recordAudit } from '~/lib/audit'
import { findAddressOffer } from '~/lib/catalogue'
import { committedMonthlyCents } from '~/lib/compute'
import { authorize, limitOrders, projectToOrderIn, requireCurrentLegalVersions } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { refuseOverBudget } from '~/lib/limits'
import { claimAddress } from '~/lib/provisioning'
import { acceptedOrRefuse } from './accepted-or-refuse'
import { findHold } from './holds/find-hold'
import { answerOnce, releaseKey, takeKey } from './once-per-key'
import { orderNumber, orderSeries } from './order-number'
import { requestHash } from './request-hash'
import type { ReserveAddressInput } from './schema'
import { refuseOverCap } from './spending'

type Reserved = { addressId: Id<'publicAddress'>; address: string }

/**
 * A public address of the zone is the organisation's from now on, by an order of one line that is delivered at once:
 * its quota, its price and the first second of its meter are decided in one transaction. The same idempotency key gives
 * the same address for 24 hours.
 *
 * @throws DomainError `quota_exceeded`, `insufficient_capacity` (the zone has none left), `spending_cap_exceeded`,
 *   `budget_exceeded`, `state_forbids` (orders of this buyer wait for an approval), `invalid_input` (none is sold), `rate_limited`, `organisation_not_active`, `idempotency_key_reused`, `not_found`
 */
export async function reserveAddress(ctx: OpContext, input: ReserveAddressInput): Promise<Reserved> {
  const organisationId = authorize(ctx, 'order:place')
  const { idempotencyKey: key, ...content } = input
  const request = { key, hash: requestHash(content) }
  const hold = await takeKey<Reserved>(ctx, request)
  if (hold.state === 'answered') return answerOf(hold.answer)
  try {
    await limitOrders(ctx, organisationId)
    const answer = await withOrganisation(ctx, (tx) =>
      answerOnce(tx, ctx, request, () => reserve(tx, ctx, organisationId, input)),
    )
    return answerOf(answer)
  } catch (error) {
    await releaseKey(ctx, request)
    throw error
  }
}

/** Stored answers come back with their keys in another order. */
const answerOf = ({ addressId, address }: Reserved): Reserved => ({ addressId, address })

async function reserve(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  input: ReserveAddressInput,
): Promise<Reserved> {
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const buyer = await findBuyerForUpdate(tx, organisationId)
  if (buyer?.state !== 'active')
    throw new DomainError('organisation_not_active', { params: { state: buyer?.state ?? '' } })
  const legal = await requireCurrentLegalVersions(tx, organisationId, ctx.now)
  const project = await projectToOrderIn(tx, ctx, input.projectId as Id<'project'> | undefined)
  authorize(ctx, 'order:place', project.id)
  const place = { organisationId, projectId: project.id }
  const offer = await findAddressOffer(tx, ctx.now)
  if (!offer) throw new DomainError('invalid_input', { field: 'zoneId', params: { reason: 'not_on_sale' } })
  const cents = monthlyCents(offer.microCentsPerHour)
  const committed = await acrossProjects(tx, () => committedMonthlyCents(tx, organisationId, ctx.now))
  const refusal = refuseOverCap(buyer.spendingCapCents, committed, cents)
  if (refusal) acceptedOrRefuse(refusal)
  await refuseOverBudget(tx, { ...place, moreCents: cents }, ctx.now)
  // An address is given at once or not at all: none is kept while somebody thinks it over.
  if (await findHold(tx, ctx, { ...place, monthlyCents: cents }, []))
    throw new DomainError('state_forbids', { params: { reason: 'address_needs_approval' } })
  const seller = await findDefaultSeller(tx)
  invariant(seller, 'somebody sells')
  const [orderId, orderLineId] = [newId('order', ctx.now.getTime()), newId('orderLine', ctx.now.getTime())]
  const number = orderNumber(
    seller.orderPrefix,
    ctx.now,
    await takeNumber(tx, seller.id, orderSeries(ctx.now)),
  )
  await insertOrder(tx, {
    ...place,
    ...legal,
    id: orderId,
    sellingEntityId: seller.id,
    number,
    state: 'delivered',
    placedByAccountId: ctx.actor.accountId,
    monthlyCents: cents,
    createdAt: ctx.now,
    finishedAt: ctx.now,
  })
  await insertOrderLines(tx, [
    {
      ...place,
      id: orderLineId,
      orderId,
      position: 0,
      bundleId: offer.bundleId,
      zoneId: input.zoneId as Id<'zone'>,
      name: offer.name,
      quantity: 1,
      priceVersionIds: { public_address: offer.priceVersionId },
      microCentsPerHour: offer.microCentsPerHour,
      costReferences: await usualReferences(tx, organisationId),
      state: 'delivered',
    },
  ])
  const { id, address } = await claimAddress(tx, ctx, {
    ...place,
    zoneId: input.zoneId as Id<'zone'>,
    orderLineId,
  })
  const line = { bundle: offer.slug, zoneId: input.zoneId, name: offer.name, quantity: 1 }
  await recordAudit(tx, ctx, 'order.placed', {
    organisationId,
    kind: 'order',
    id: orderId,
    details: { number, monthlyCents: cents.toString(), lines: [line] },
  })
  await recordAudit(tx, ctx, 'address.reserved', {
    organisationId,
    kind: 'public_address',
    id,
    details: { address, number, zoneId: input.zoneId },
  })
  return { addressId: id, address }
}

/** Those of the buyer's last order, without its purchase order, whose ceiling is not looked at here. */
async function usualReferences(tx: Tx, organisationId: Id<'organisation'>) {
  const { purchaseOrderNumber: _number, ...references } = (await findLastReferences(tx, organisationId)) ?? {}
  return references
}
