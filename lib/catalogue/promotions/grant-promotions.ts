import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf } from '~/lib/kernel/time/paris-month'
import type { Deduction, GrantView, PromotionView } from '../client'
import type { SpendableGrant } from './promotion-deductions'
import * as queries from './queries/promotions'

/** The automatic promotions that a buyer gets by ordering now, and the one of a code; without one, those alone. */
export async function findPromotions(tx: Tx, code: string, now: Date): Promise<PromotionView[]> {
  return (await queries.callFindPromotions(tx, code, now)).map((row) => ({
    ...row,
    isAutomatic: row.code === null,
  }))
}

/**
 * The order has its promotions: the one of the code, or the refusal, and the automatic ones that it may still have.
 * Limits hold however many ask at once.
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
  // One order of locks for all.
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

/** Whether a promotion concerns one of these bundles at least. Pure. */
function concerns({ bundleIds }: PromotionView, ordered: readonly string[]): boolean {
  return bundleIds.length === 0 || bundleIds.some((id) => ordered.includes(id))
}

/** The order came to nothing: others may have what it was granted. */
export async function returnPromotions(
  tx: Tx,
  organisationId: Id<'organisation'>,
  orderId: Id<'order'>,
): Promise<void> {
  await queries.callReturnPromotions(tx, organisationId, orderId)
}

/** What an order was granted. */
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
 * What an organisation may have deducted from a month of its use, `2026-11`: what `promotionDeductions` takes. What the
 * month itself has deducted already counts as unspent, so that billing it again gives the same.
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

/** What a month deducted is kept, once a grant: amounts are less by it from the next month on. */
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
      grantId: grantId as Id<'promotionGrant'>,
      organisationId: month.organisationId,
      period: month.period,
      cents: sum,
      recordedAt: month.now,
    })),
  )
}
