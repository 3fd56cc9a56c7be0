import { and, eq, gt } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisations } from '~/db/schema/identity/identity'
import { buyerStructures, referencePolicies, structureAnswers } from '~/db/schema/ordering/buying'
import type { Id } from '~/lib/kernel/ids'

export async function findStructure(tx: Tx, siret: string) {
  const [row] = await tx.select().from(buyerStructures).where(eq(buyerStructures.siret, siret))
  return row ?? null
}

export async function upsertStructure(tx: Tx, row: typeof buyerStructures.$inferInsert): Promise<void> {
  await tx.insert(buyerStructures).values(row).onConflictDoUpdate({ target: buyerStructures.siret, set: row })
}

/** The buyer and its own reference policy. */
export async function findPolicy(tx: Tx, organisationId: Id<'organisation'>) {
  const [row] = await tx
    .select({
      kind: organisations.kind,
      siret: organisations.siret,
      policy: {
        isPurchaseOrderRequired: referencePolicies.isPurchaseOrderRequired,
        isMarketNumberRequired: referencePolicies.isMarketNumberRequired,
        payerSiret: referencePolicies.payerSiret,
      },
    })
    .from(organisations)
    .leftJoin(referencePolicies, eq(referencePolicies.organisationId, organisations.id))
    .where(eq(organisations.id, organisationId))
  return row ?? null
}

export async function upsertPolicy(tx: Tx, row: typeof referencePolicies.$inferInsert): Promise<void> {
  const { organisationId: _organisationId, ...set } = row
  await tx
    .insert(referencePolicies)
    .values(row)
    .onConflictDoUpdate({ target: referencePolicies.organisationId, set })
}

/** The remote directory's last answer about a structure, not older than `since`. */
export async function findStructureAnswer(tx: Tx, siret: string, since: Date) {
  const [row] = await tx
    .select({ answer: structureAnswers.answer, fetchedAt: structureAnswers.fetchedAt })
    .from(structureAnswers)
    .where(and(eq(structureAnswers.siret, siret), gt(structureAnswers.fetchedAt, since)))
  return row ?? null
}

export async function storeStructureAnswer(
  tx: Tx,
  siret: string,
  answer: Record<string, unknown>,
  fetchedAt: Date,
): Promise<void> {
  await tx
    .insert(structureAnswers)
    .values({ siret, answer, fetchedAt })
    .onConflictDoUpdate({ target: structureAnswers.siret, set: { answer, fetchedAt } })
}
