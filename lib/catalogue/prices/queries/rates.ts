import { and, asc, desc, eq, gt, isNull, or } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { commitmentRates } from '~/db/schema/pricing'
import type { Id } from '~/lib/kernel/ids'

export type RateRow = typeof commitmentRates.$inferSelect

/** Rates in force at `now` and those announced for later. */
export async function listRatesFrom(tx: Tx, now: Date): Promise<RateRow[]> {
  return tx
    .select()
    .from(commitmentRates)
    .where(or(isNull(commitmentRates.validTo), gt(commitmentRates.validTo, now)))
    .orderBy(asc(commitmentRates.family), asc(commitmentRates.termMonths), asc(commitmentRates.validFrom))
}

/** All rates, latest first. */
export async function listRateHistory(tx: Tx, limit: number): Promise<RateRow[]> {
  return tx
    .select()
    .from(commitmentRates)
    .orderBy(desc(commitmentRates.validFrom), asc(commitmentRates.family), asc(commitmentRates.termMonths))
    .limit(limit)
}

/** The rates without a successor, one per family and term; locked, which serialises publications. */
export async function listOpenRatesForUpdate(tx: Tx): Promise<RateRow[]> {
  return tx
    .select()
    .from(commitmentRates)
    .where(isNull(commitmentRates.validTo))
    .orderBy(asc(commitmentRates.id))
    .for('update')
}

export async function insertRate(tx: Tx, row: typeof commitmentRates.$inferInsert): Promise<void> {
  await tx.insert(commitmentRates).values(row)
}

export async function closeRate(tx: Tx, id: Id<'commitmentRate'>, at: Date): Promise<void> {
  await tx
    .update(commitmentRates)
    .set({ validTo: at })
    .where(and(eq(commitmentRates.id, id), isNull(commitmentRates.validTo)))
}
