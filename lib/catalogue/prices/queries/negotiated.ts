import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisations, staffAccounts } from '~/db/schema/identity/identity'
import { negotiatedLists, negotiatedPrices } from '~/db/schema/pricing'
import type { Id } from '~/lib/kernel/ids'

export type NegotiatedListRow = typeof negotiatedLists.$inferSelect
export type NegotiatedPriceRow = typeof negotiatedPrices.$inferSelect

/** Returns the organisation's row with a lock, which serialises publications of its lists. */
export async function findOrganisationForUpdate(tx: Tx, id: Id<'organisation'>) {
  const [row] = await tx
    .select({ id: organisations.id, legalName: organisations.legalName })
    .from(organisations)
    .where(eq(organisations.id, id))
    .for('no key update')
  return row ?? null
}

export async function findOpenList(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<NegotiatedListRow | null> {
  const [row] = await tx
    .select()
    .from(negotiatedLists)
    .where(and(eq(negotiatedLists.organisationId, organisationId), isNull(negotiatedLists.validTo)))
  return row ?? null
}

export async function insertList(
  tx: Tx,
  list: typeof negotiatedLists.$inferInsert,
  prices: Omit<typeof negotiatedPrices.$inferInsert, 'listId' | 'organisationId'>[],
): Promise<void> {
  await tx.insert(negotiatedLists).values(list)
  if (prices.length > 0)
    await tx
      .insert(negotiatedPrices)
      .values(prices.map((price) => ({ ...price, listId: list.id, organisationId: list.organisationId })))
}

export async function closeList(tx: Tx, id: Id<'negotiatedList'>, at: Date): Promise<void> {
  await tx.update(negotiatedLists).set({ validTo: at }).where(eq(negotiatedLists.id, id))
}

/** An organisation's lists, latest first, with their publishers. */
export async function listListsOf(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({ list: negotiatedLists, publishedBy: staffAccounts.fullName })
    .from(negotiatedLists)
    .leftJoin(staffAccounts, eq(staffAccounts.id, negotiatedLists.publishedByStaffId))
    .where(eq(negotiatedLists.organisationId, organisationId))
    .orderBy(desc(negotiatedLists.validFrom), desc(negotiatedLists.validTo))
}

export async function listPricesOfLists(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<NegotiatedPriceRow[]> {
  return tx
    .select()
    .from(negotiatedPrices)
    .where(eq(negotiatedPrices.organisationId, organisationId))
    .orderBy(asc(negotiatedPrices.listId), asc(negotiatedPrices.position))
}

/** Organisations that may order, those with prices of their own first, each by name. */
export async function listBuyers(tx: Tx, limit: number) {
  return tx
    .select({
      list: negotiatedLists,
      organisationId: organisations.id,
      organisation: organisations.legalName,
    })
    .from(organisations)
    .leftJoin(
      negotiatedLists,
      and(eq(negotiatedLists.organisationId, organisations.id), isNull(negotiatedLists.validTo)),
    )
    .where(eq(organisations.state, 'active'))
    .orderBy(sql`${negotiatedLists.id} is null`, asc(organisations.legalName))
    .limit(limit)
}

export async function findOrganisationName(tx: Tx, id: Id<'organisation'>): Promise<string | null> {
  const [row] = await tx
    .select({ legalName: organisations.legalName })
    .from(organisations)
    .where(eq(organisations.id, id))
  return row?.legalName ?? null
}
