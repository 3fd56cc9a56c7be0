import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { directoryCache, directoryEstablishments } from '~/db/schema/identity/directory'

/** The establishment with this SIRET, or the head office for this SIREN. */
export async function findEstablishment(tx: Tx, question: { siren: string; siret: string | null }) {
  const wanted = question.siret
    ? eq(directoryEstablishments.siret, question.siret)
    : and(eq(directoryEstablishments.siren, question.siren), eq(directoryEstablishments.isHeadOffice, true))
  const [row] = await tx
    .select()
    .from(directoryEstablishments)
    .where(wanted)
    .orderBy(desc(isNull(directoryEstablishments.closedOn)), directoryEstablishments.siret)
    .limit(1)
  return row ?? null
}

export async function upsertEstablishment(
  tx: Tx,
  row: typeof directoryEstablishments.$inferInsert,
): Promise<void> {
  await tx
    .insert(directoryEstablishments)
    .values(row)
    .onConflictDoUpdate({ target: directoryEstablishments.siret, set: row })
}

export async function findCachedAnswer(tx: Tx, identifier: string, fetchedAfter: Date) {
  const [row] = await tx
    .select({ answer: directoryCache.answer })
    .from(directoryCache)
    .where(and(eq(directoryCache.identifier, identifier), gt(directoryCache.fetchedAt, fetchedAfter)))
  return row?.answer ?? null
}

export async function saveCachedAnswer(
  tx: Tx,
  identifier: string,
  answer: Record<string, unknown>,
  fetchedAt: Date,
): Promise<void> {
  await tx
    .insert(directoryCache)
    .values({ identifier, answer, fetchedAt })
    .onConflictDoUpdate({ target: directoryCache.identifier, set: { answer, fetchedAt } })
}
