import { and, desc, eq, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, legalAcceptances, legalDocuments } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type LegalKind = 'terms' | 'dpa'

/** The version of a document in force at `now`. */
export async function findCurrentVersion(tx: Tx, kind: LegalKind, now: Date) {
  const [row] = await tx
    .select({ version: legalDocuments.version, publishedAt: legalDocuments.publishedAt })
    .from(legalDocuments)
    .where(and(eq(legalDocuments.kind, kind), lte(legalDocuments.publishedAt, now)))
    .orderBy(desc(legalDocuments.publishedAt), desc(legalDocuments.version))
    .limit(1)
  return row ?? null
}

/** The version of each document in force at `now`, and whether the organisation has accepted it. */
export async function listCurrentVersions(tx: Tx, organisationId: Id<'organisation'>, now: Date) {
  const { kind, version, publishedAt } = legalDocuments
  return tx
    .selectDistinctOn([kind], {
      kind,
      version,
      isAccepted: sql<boolean>`${legalAcceptances.id} is not null`,
    })
    .from(legalDocuments)
    .leftJoin(
      legalAcceptances,
      and(
        eq(legalAcceptances.organisationId, organisationId),
        eq(legalAcceptances.kind, kind),
        eq(legalAcceptances.version, version),
      ),
    )
    .where(lte(publishedAt, now))
    .orderBy(kind, desc(publishedAt), desc(version))
}

export async function insertAcceptance(tx: Tx, row: typeof legalAcceptances.$inferInsert): Promise<boolean> {
  const rows = await tx
    .insert(legalAcceptances)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: legalAcceptances.id })
  return rows.length === 1
}

export async function listAcceptances(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({
      kind: legalAcceptances.kind,
      version: legalAcceptances.version,
      acceptedAt: legalAcceptances.acceptedAt,
      fullName: accounts.fullName,
    })
    .from(legalAcceptances)
    .innerJoin(accounts, eq(accounts.id, legalAcceptances.accountId))
    .where(eq(legalAcceptances.organisationId, organisationId))
    .orderBy(desc(legalAcceptances.acceptedAt), legalAcceptances.kind)
}
