import { acrossProjects, type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { assertWithinSpending } from '~/lib/budgets'
import { findAddressOffer } from '~/lib/catalogue/rows'
import { authorize, limitOrders, projectToOrderIn, requireCurrentLegalVersions } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { committedMonthlyCents } from '~/lib/usage'
import { judge, withJudgement } from '../acceptance/judge'
import { findHold } from '../holds/find-hold'
import { approvalsOf, type Hold } from '../holds/hold-order'
import { insertHeldOrder } from '../holds/queries/holds'
import { ofMember, readDay } from '../holds/read-day'
import { tellApprovers } from '../holds/tell'
import { answerOnce, oncePerKey } from '../idempotency/once-per-key'
import { requestHash } from '../idempotency/request-hash'
import { askOperator, flagReferences } from '../moderation/ask-operator'
import { findOver } from '../purchase-orders/refuse-over'
import { findBuyerForUpdate, insertOrder, insertOrderLines, takeNumber } from '../queries/place'
import { findDefaultSeller } from '../queries/selling'
import { checkOne } from '../references/check-references'
import type { ReserveAddressInput } from '../schema'
import { orderNumber, orderSeries } from './order-number'
import { giveAddress } from './write-resources'

/** `held`: it waits as every order does; an address is given when it is there. */
export type Reserved =
  | { outcome: 'reserved'; addressId: Id<'publicAddress'>; address: string }
  | { outcome: 'held'; orderId: Id<'order'>; number: string }

/**
 * A public address of the zone is the organisation's from now on, by an order of one line that is delivered at once,
 * or waits as every order does where an approval, an amendment of its purchase order or a moderator is needed: its quota,
 * its price and the first second of its meter are decided in one transaction. It carries the references that its buyer
 * asks of every order. The same idempotency key of the same member gives the same address for 24 hours.
 *
 * @throws DomainError `quota_exceeded`, `insufficient_capacity` (the zone has none left), `spending_cap_exceeded`,
 *   `budget_exceeded`, `invalid_input` (none is sold; a reference is missing, wrong, or
 *   of a purchase order outside its days), `rate_limited`, `organisation_not_active`, `idempotency_key_reused`, `not_found`
 */
export async function reserveAddress(ctx: OpContext, input: ReserveAddressInput): Promise<Reserved> {
  const organisationId = authorize(ctx, 'order:place')
  const { idempotencyKey: key, ...content } = input
  const request = { key, hash: requestHash(content) }
  const answer = await oncePerKey<Reserved>(ctx, request, async () => {
    await limitOrders(ctx, organisationId)
    const checked = await checkOne(ctx, input.costReferences ?? {}, 'costReferences')
    return retryConflicts(() =>
      withOrganisation(ctx, (tx) =>
        answerOnce(tx, ctx, request, () => reserve(tx, ctx, organisationId, input, checked)),
      ),
    )
  })
  return answerOf(answer)
}

/** Stored answers come back with their keys in another order. */
function answerOf(answer: Reserved): Reserved {
  return answer.outcome === 'held'
    ? { outcome: answer.outcome, orderId: answer.orderId, number: answer.number }
    : { outcome: answer.outcome, addressId: answer.addressId, address: answer.address }
}

async function reserve(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  input: ReserveAddressInput,
  { references: costReferences, check }: Awaited<ReturnType<typeof checkOne>>,
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
  await assertWithinSpending(tx, { ...place, moreCents: cents }, ctx.now)
  const [orderId, orderLineId] = [newId('order', ctx.now.getTime()), newId('orderLine', ctx.now.getTime())]
  const line = { id: orderLineId, microCentsPerHour: offer.microCentsPerHour, count: 1 }
  const over = await findOver(tx, ctx, { organisationId, number: costReferences.purchaseOrderNumber, line })
  const day = await readDay(tx, ctx, organisationId)
  const asked = { monthlyCents: cents, committedCents: committed, day, isQuote: false }
  const { judged, acceptingRules } = await judge(tx, ctx, organisationId, buyer, asked, [])
  const signed = { ...place, monthlyCents: cents, kinds: ['address' as const], before: ofMember(day, ctx) }
  const hold = withJudgement(await findHold(tx, ctx, signed, over !== null), judged, ctx.now)
  const state = hold ? ('held' as const) : ('delivered' as const)
  const seller = await findDefaultSeller(tx)
  invariant(seller, 'somebody sells')
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
    state,
    referenceCheck: check,
    acceptedBy: judged.outcome === 'accepted' ? judged.rule : null,
    acceptingRules,
    placedByAccountId: ctx.actor.accountId,
    monthlyCents: cents,
    kinds: ['address'],
    approvals: approvalsOf(hold),
    createdAt: ctx.now,
    finishedAt: hold ? null : ctx.now,
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
      costReferences,
      state,
    },
  ])
  await flagReferences(tx, ctx, { ...place, orderId, number, monthlyCents: cents }, check)
  await recordAudit(tx, ctx, 'order.placed', {
    organisationId,
    kind: 'order',
    id: orderId,
    details: {
      number,
      monthlyCents: cents.toString(),
      lines: [{ bundle: offer.slug, zoneId: input.zoneId, name: offer.name, quantity: 1 }],
      ...(check && check !== 'checked' ? { referencesNotChecked: check } : {}),
      ...(hold ? { heldFor: hold.reasons } : {}),
    },
  })
  const wanted = { ...place, zoneId: input.zoneId as Id<'zone'>, orderId, orderLineId }
  if (hold) {
    const written = { ...place, orderId, number, monthlyCents: cents }
    await holdAddress(tx, ctx, { ...wanted, bundleId: offer.bundleId, priceId: offer.priceVersionId }, hold)
    if (hold.reasons.includes('operator'))
      await askOperator(tx, ctx, written, { kind: 'order', judged, expiresAt: hold.expiresAt })
    return { outcome: 'held', orderId, number }
  }
  const { id, address } = await giveAddress(tx, ctx, wanted)
  return { outcome: 'reserved', addressId: id, address }
}

type AskedAddress = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  zoneId: Id<'zone'>
  orderId: Id<'order'>
  orderLineId: Id<'orderLine'>
  bundleId: Id<'bundle'>
  priceId: string
}

/** It waits as an order does; which address it will be is decided when it is given. */
async function holdAddress(tx: Tx, ctx: OpContext, asked: AskedAddress, hold: Hold): Promise<void> {
  const { organisationId, projectId, zoneId, orderId, orderLineId, bundleId, priceId } = asked
  const none = { partnerId: null, hostId: null, poolId: null, address: null, sizeGib: 0 }
  const resource = { kind: 'address' as const, id: orderLineId, name: '', ...none }
  const line = { orderLineId, bundleId, zoneId, imageId: null, volumeClass: null, sshKeyIds: [] }
  const plan = [{ ...line, fromSnapshotId: null, fromImageId: null, source: null, resources: [resource] }]
  await insertHeldOrder(tx, {
    orderId,
    organisationId,
    projectId,
    ...hold,
    plan,
    resourceIds: [],
    names: [],
    contentHash: requestHash({ projectId, zoneId, bundleId, priceId }),
    heldAt: ctx.now,
  })
  if (hold.reasons.includes('approval')) await tellApprovers(tx, ctx, { organisationId, orderId })
}
