import { and, asc, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { promotionGrants, promotions, promotionUses } from '~/db/schema/pricing'
import type { Id } from '~/lib/kernel/ids'

export type PromotionRow = typeof promotions.$inferSelect

/** Returns false when another promotion has this code. */
export async function insertPromotion(tx: Tx, row: typeof promotions.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(promotions)
    .values(row)
    .onConflictDoNothing({ target: promotions.code })
    .returning({ id: promotions.id })
  return inserted.length === 1
}

export async function listPromotions(tx: Tx): Promise<PromotionRow[]> {
  return tx.select().from(promotions).orderBy(desc(promotions.createdAt), desc(promotions.id))
}

/** Returns null when there is none, or it had already ended. */
export async function endPromotion(tx: Tx, id: Id<'promotion'>, at: Date): Promise<PromotionRow | null> {
  const [row] = await tx
    .update(promotions)
    .set({ endedAt: at })
    .where(and(eq(promotions.id, id), isNull(promotions.endedAt)))
    .returning()
  return row ?? null
}

export type OfferedPromotion = {
  id: Id<'promotion'>
  name: string
  code: string | null
  basisPoints: number | null
  creditCents: bigint | null
  durationMonths: number
  bundleIds: string[]
}

/** The automatic promotions in force, and the one with this code. */
export async function callFindPromotions(tx: Tx, code: string, now: Date): Promise<OfferedPromotion[]> {
  const rows = await tx.execute<{
    id: Id<'promotion'>
    name: string
    code: string | null
    basis_points: number | null
    credit_cents: string | null
    duration_months: number
    bundle_ids: string[]
  }>(
    sql`select id, name, code, basis_points, credit_cents::text, duration_months, bundle_ids
      from app.find_promotions(${code}, ${now.toISOString()}::timestamptz)`,
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    code: row.code,
    basisPoints: row.basis_points,
    creditCents: row.credit_cents === null ? null : BigInt(row.credit_cents),
    durationMonths: row.duration_months,
    bundleIds: row.bundle_ids,
  }))
}

export type GrantAnswer = 'granted' | 'not_valid' | 'exhausted' | 'used'

export async function callGrantPromotion(
  tx: Tx,
  grant: {
    id: Id<'promotionGrant'>
    promotionId: Id<'promotion'>
    organisationId: Id<'organisation'>
    orderId: Id<'order'>
    now: Date
  },
): Promise<GrantAnswer> {
  const [row] = await tx.execute<{ answer: GrantAnswer }>(
    sql`select app.grant_promotion(${grant.id}, ${grant.promotionId}, ${grant.organisationId}, ${grant.orderId},
      ${grant.now.toISOString()}::timestamptz) as answer`,
  )
  if (!row) throw new Error('grant_promotion answered nothing')
  return row.answer
}

export async function callReturnPromotions(
  tx: Tx,
  organisationId: Id<'organisation'>,
  orderId: Id<'order'>,
): Promise<void> {
  await tx.execute(sql`select app.return_promotions(${organisationId}, ${orderId})`)
}

/** The promotions granted to an order. */
export async function listGrantsOfOrder(tx: Tx, orderId: Id<'order'>) {
  return tx
    .select()
    .from(promotionGrants)
    .where(eq(promotionGrants.orderId, orderId))
    .orderBy(asc(promotionGrants.id))
}

/** An organisation's grants that count in `[from, to)`, with their deductions in other months than `period`. */
export async function listGrantsWithin(
  tx: Tx,
  organisationId: Id<'organisation'>,
  month: { period: string; from: Date; to: Date },
) {
  return tx
    .select({
      grant: promotionGrants,
      spentCents: sql<string>`(select coalesce(sum(u.cents), 0)::text from promotion_uses u
        where u.grant_id = ${promotionGrants.id} and u.period <> ${month.period})`,
    })
    .from(promotionGrants)
    .where(
      and(
        eq(promotionGrants.organisationId, organisationId),
        lt(promotionGrants.startsAt, month.to),
        gt(promotionGrants.endsAt, month.from),
      ),
    )
    .orderBy(asc(promotionGrants.startsAt), asc(promotionGrants.id))
}

/** Inserted once per grant and month; a repeat changes nothing. */
export async function insertUses(tx: Tx, rows: (typeof promotionUses.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(promotionUses).values(rows).onConflictDoNothing()
}
