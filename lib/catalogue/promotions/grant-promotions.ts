import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId, toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf } from '~/lib/kernel/time/paris-month'
import type { Deduction, GrantView, PromotionView } from '../client'
import type { SpendableGrant } from './promotion-deductions'
import * as queries from './queries/promotions'

/** Returns the automatic promotions for an order now, and the one for the code if given. */
export async function findPromotions(tx: Tx, code: string, now: Date): Promise<PromotionView[]> {
  return (await queries.callFindPromotions(tx, code, now)).map((row) => ({
    ...row,
    isAutomatic: row.code === null,
  }))
}

/**
 * Grants promotions to the order: the one for the code, or the refusal, and the automatic ones still available. Limits
 * hold under concurrency.
 *
 * @throws DomainError `invalid_input` about `promotionCode`
 */
export async function grantPromotions(
  tx: Tx,
  ctx: OpContext,
  order: { organisationId: Id<'organisation'>; orderId: Id<'order'>; bundleIds: readonly string[] },
  code: string,
): Promise<void> {
  const offered = await findPromotions(tx, code, ctx.now)
  const refuse = (reason: string) =>
    new DomainError('invalid_input', { field: 'promotionCode', params: { reason } })
  if (code && !offered.some((each) => !each.isAutomatic)) throw refuse('promotion_unknown')
  // Locks are always taken in the same order.
  for (const promotion of [...offered].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!concerns(promotion, order.bundleIds)) {
      if (!promotion.isAutomatic) throw refuse('promotion_other_bundles')
      continue
    }
    const answer = await queries.callGrantPromotion(tx, {
      id: newId('promotionGrant', ctx.now.getTime()),
      promotionId: promotion.id,
      organisationId: order.organisationId,
      orderId: order.orderId,
      now: ctx.now,
    })
    if (answer !== 'granted' && !promotion.isAutomatic) throw refuse(`promotion_${answer}`)
  }
}

/** Whether a promotion covers at least one of these bundles. Pure. */
function concerns({ bundleIds }: PromotionView, ordered: readonly string[]): boolean {
  return bundleIds.length === 0 || bundleIds.some((id) => ordered.includes(id))
}

/** Returns the grants of a cancelled order, so that others may use them. */
export async function returnPromotions(
  tx: Tx,
  organisationId: Id<'organisation'>,
  orderId: Id<'order'>,
): Promise<void> {
  await queries.callReturnPromotions(tx, organisationId, orderId)
}

/** Lists the promotions granted to an order. */
export async function listGrantsOfOrder(tx: Tx, orderId: Id<'order'>): Promise<GrantView[]> {
  return (await queries.listGrantsOfOrder(tx, orderId)).map((grant) => ({
    id: grant.id,
    name: grant.name,
    basisPoints: grant.basisPoints,
    creditCents: grant.creditCents?.toString() ?? null,
    endsAt: grant.endsAt.toISOString(),
  }))
}

/**
 * Returns the grants that an organisation may use in a billing month, such as `2026-11`, for `promotionDeductions`. The
 * month's own deductions count as unspent, so billing it again gives the same result.
 */
export async function listSpendableGrants(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<SpendableGrant[]> {
  const rows = await queries.listGrantsWithin(tx, organisationId, monthOf(period))
  return rows.map(({ grant, spentCents }) => ({
    id: grant.id,
    name: grant.name,
    basisPoints: grant.basisPoints,
    remainingCents: grant.creditCents === null ? null : grant.creditCents - BigInt(spentCents),
    bundleIds: grant.bundleIds,
    startsAt: grant.startsAt,
  }))
}

/** Records a month's deductions, once per grant; amounts shrink by it from the next month on. */
export async function recordPromotionUses(
  tx: Tx,
  month: { organisationId: Id<'organisation'>; period: string; now: Date },
  deductions: readonly Deduction[],
): Promise<void> {
  const cents = new Map<string, bigint>()
  for (const each of deductions) cents.set(each.grantId, (cents.get(each.grantId) ?? 0n) + each.cents)
  await queries.insertUses(
    tx,
    [...cents].map(([grantId, sum]) => ({
      grantId: toId('promotionGrant', grantId),
      organisationId: month.organisationId,
      period: month.period,
      cents: sum,
      recordedAt: month.now,
    })),
  )
}
