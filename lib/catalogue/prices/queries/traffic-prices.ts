import { and, asc, desc, eq, gt, isNull, lte, ne, or } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { trafficPrices } from '~/db/schema/metering'
import type { Id } from '~/lib/kernel/ids'

export type TrafficPriceRow = typeof trafficPrices.$inferSelect

/** The price of the month that begins at `at`; null where traffic is not priced. */
export async function findTrafficPrice(tx: Tx, at: Date): Promise<TrafficPriceRow | null> {
  const [row] = await tx
    .select()
    .from(trafficPrices)
    .where(
      and(lte(trafficPrices.validFrom, at), or(isNull(trafficPrices.validTo), gt(trafficPrices.validTo, at))),
    )
  return row ?? null
}

/** The price without a successor, locked. */
export async function findOpenTrafficPriceForUpdate(tx: Tx): Promise<TrafficPriceRow | null> {
  const [row] = await tx.select().from(trafficPrices).where(isNull(trafficPrices.validTo)).for('update')
  return row ?? null
}

export async function closeTrafficPrice(tx: Tx, id: Id<'trafficPrice'>, at: Date): Promise<void> {
  await tx
    .update(trafficPrices)
    .set({ validTo: at })
    .where(and(eq(trafficPrices.id, id), isNull(trafficPrices.validTo)))
}

export async function insertTrafficPrice(tx: Tx, row: typeof trafficPrices.$inferInsert): Promise<void> {
  await tx.insert(trafficPrices).values(row)
}

/** All prices that were or will be in force, latest first. */
export async function listTrafficPrices(tx: Tx): Promise<TrafficPriceRow[]> {
  return tx
    .select()
    .from(trafficPrices)
    .where(or(isNull(trafficPrices.validTo), ne(trafficPrices.validTo, trafficPrices.validFrom)))
    .orderBy(desc(trafficPrices.validFrom), asc(trafficPrices.id))
}
