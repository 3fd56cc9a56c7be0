import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { commitmentRates, negotiatedLists, negotiatedPrices } from '~/db/schema/pricing'

/** The prices of the transaction's organisation; none of other organisations, and none outside one. */
export async function listOwnPrices(tx: Tx, now: Date) {
  return tx
    .select({
      bundleId: negotiatedPrices.bundleId,
      family: negotiatedPrices.family,
      basisPoints: negotiatedPrices.basisPoints,
      fixed: negotiatedPrices.fixed,
    })
    .from(negotiatedPrices)
    .innerJoin(negotiatedLists, eq(negotiatedLists.id, negotiatedPrices.listId))
    .where(
      and(
        eq(negotiatedLists.organisationId, sql`app.current_organisation()`),
        lte(negotiatedLists.validFrom, now),
        or(isNull(negotiatedLists.validTo), gt(negotiatedLists.validTo, now)),
      ),
    )
    .orderBy(asc(negotiatedPrices.position))
}

/** Commitment rates in force, without zero rates. */
export async function listRatesInForce(tx: Tx, now: Date) {
  return tx
    .select({
      family: commitmentRates.family,
      months: commitmentRates.termMonths,
      basisPoints: commitmentRates.basisPoints,
    })
    .from(commitmentRates)
    .where(
      and(
        lte(commitmentRates.validFrom, now),
        or(isNull(commitmentRates.validTo), gt(commitmentRates.validTo, now)),
        gt(commitmentRates.basisPoints, 0),
      ),
    )
    .orderBy(asc(commitmentRates.termMonths))
}
