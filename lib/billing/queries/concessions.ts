import { and, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingDocuments } from '~/db/schema/billing/documents'
import { billingConcessions } from '~/db/schema/billing/runs'
import { organisations, staffAccounts } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type ConcessionRow = typeof billingConcessions.$inferSelect

export async function insertConcession(tx: Tx, row: typeof billingConcessions.$inferInsert): Promise<void> {
  await tx.insert(billingConcessions).values(row)
}

export async function findConcessionForUpdate(tx: Tx, id: Id<'concession'>): Promise<ConcessionRow | null> {
  const [row] = await tx.select().from(billingConcessions).where(eq(billingConcessions.id, id)).for('update')
  return row ?? null
}

export async function updateConcession(
  tx: Tx,
  id: Id<'concession'>,
  set: Partial<typeof billingConcessions.$inferInsert>,
): Promise<void> {
  await tx.update(billingConcessions).set(set).where(eq(billingConcessions.id, id))
}

/** Serialises this person's grants until the transaction ends. */
export async function lockGrantingStaff(tx: Tx, staffId: Id<'staff'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('concessions ' || ${staffId}, 0))`)
}

/** Sum granted by one person between two instants without a second approver, of any kind and to any customer. */
export async function sumGrantedAlone(tx: Tx, staffId: Id<'staff'>, from: Date, to: Date): Promise<bigint> {
  const [row] = await tx
    .select({ cents: sql<string>`coalesce(sum(${billingConcessions.netCents}), 0)::text` })
    .from(billingConcessions)
    .where(
      and(
        eq(billingConcessions.proposedByStaffId, staffId),
        isNull(billingConcessions.decidedByStaffId),
        inArray(billingConcessions.state, ['agreed', 'carried_out']),
        gte(billingConcessions.proposedAt, from),
        lt(billingConcessions.proposedAt, to),
      ),
    )
  return BigInt(row?.cents ?? 0)
}

/** Latest first, pending ones before all others. */
export async function listConcessions(tx: Tx, limit: number) {
  return tx
    .select({
      concession: billingConcessions,
      organisation: organisations.legalName,
      proposedBy: staffAccounts.fullName,
      number: billingDocuments.number,
    })
    .from(billingConcessions)
    .innerJoin(organisations, eq(organisations.id, billingConcessions.organisationId))
    .innerJoin(staffAccounts, eq(staffAccounts.id, billingConcessions.proposedByStaffId))
    .leftJoin(billingDocuments, eq(billingDocuments.id, billingConcessions.documentId))
    .orderBy(desc(inArray(billingConcessions.state, ['proposed'])), desc(billingConcessions.proposedAt))
    .limit(limit)
}

/** Locks an invoice: serialises the computation of what is left to credit. */
export async function lockDocument(tx: Tx, id: Id<'invoice'>) {
  const [row] = await tx.select().from(billingDocuments).where(eq(billingDocuments.id, id)).for('update')
  return row ?? null
}

/** The contents of the credit notes of an invoice, in order of issue. */
export async function listCorrectionContents(tx: Tx, id: Id<'invoice'>): Promise<unknown[]> {
  const rows = await tx
    .select({ content: billingDocuments.content, state: billingDocuments.state })
    .from(billingDocuments)
    .where(eq(billingDocuments.correctsDocumentId, id))
    .orderBy(billingDocuments.number)
  return rows.filter((row) => row.state === 'final').map((row) => row.content)
}

/** Organisations that are or were active. */
export async function listCustomers(tx: Tx): Promise<{ id: Id<'organisation'>; name: string }[]> {
  return tx
    .select({ id: organisations.id, name: organisations.legalName })
    .from(organisations)
    .where(inArray(organisations.state, ['active', 'suspended', 'closed']))
    .orderBy(organisations.legalName)
}
