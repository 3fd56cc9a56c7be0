import { and, asc, desc, eq, inArray, lte, not, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isDoubtful } from '~/db/expressions/is-doubtful'
import { billingDocuments } from '~/db/schema/billing/documents'
import { directDebitBatches, directDebits, mandates } from '~/db/schema/billing/payments'
import { organisations, staffAccounts } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'
import type { DebitRow } from './settlements'

export type BatchRow = typeof directDebitBatches.$inferSelect

/**
 * The number of debits in a file without a mandate in force; locks the mandates in force until the transaction ends.
 */
export async function countRevoked(tx: Tx, batchId: Id<'directDebitBatch'>): Promise<number> {
  const rows = await tx
    .select({ state: mandates.state })
    .from(mandates)
    .where(
      inArray(
        mandates.id,
        tx.select({ id: directDebits.mandateId }).from(directDebits).where(eq(directDebits.batchId, batchId)),
      ),
    )
    .orderBy(mandates.id)
    .for('no key update')
  return rows.filter(({ state }) => state === 'revoked').length
}

/** False when the document has a pending or collected debit. */
export async function insertDebit(tx: Tx, row: typeof directDebits.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(directDebits)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: directDebits.id })
  return made.length === 1
}

/** Locks the planned debits for a file collected on `day`; skips those locked by another transaction. */
export async function lockPlannedDebits(tx: Tx, day: string) {
  return tx
    .select()
    .from(directDebits)
    .where(
      and(
        eq(directDebits.state, 'planned'),
        lte(directDebits.collectOn, day),
        not(isDoubtful(directDebits.id)),
      ),
    )
    .orderBy(asc(directDebits.id))
    .for('update', { skipLocked: true })
}

export async function insertBatch(tx: Tx, row: typeof directDebitBatches.$inferInsert): Promise<void> {
  await tx.insert(directDebitBatches).values(row)
}

export async function lockBatch(tx: Tx, id: Id<'directDebitBatch'>): Promise<BatchRow | null> {
  const [row] = await tx.select().from(directDebitBatches).where(eq(directDebitBatches.id, id)).for('update')
  return row ?? null
}

/** Whether this file may have been sent before a restore. */
export async function isBatchDoubtful(tx: Tx, id: Id<'directDebitBatch'>): Promise<boolean> {
  const [row] = await tx.execute<{ doubtful: boolean }>(sql`select ${isDoubtful(sql`${id}`)} as doubtful`)
  return row?.doubtful ?? false
}

export async function endBatch(
  tx: Tx,
  id: Id<'directDebitBatch'>,
  set: Pick<BatchRow, 'state' | 'endedAt' | 'endedByStaffId'>,
): Promise<void> {
  await tx.update(directDebitBatches).set(set).where(eq(directDebitBatches.id, id))
}

/** Locks the debits of the file with this bank message id until the transaction ends. */
export async function lockDebitsOfMessage(tx: Tx, messageId: string): Promise<DebitRow[]> {
  const batch = tx
    .select({ id: directDebitBatches.id })
    .from(directDebitBatches)
    .where(eq(directDebitBatches.messageId, messageId))
  return tx
    .select()
    .from(directDebits)
    .where(inArray(directDebits.batchId, batch))
    .orderBy(asc(directDebits.id))
    .for('update')
}

/** Returns the debits of a cancelled file to the planned state. */
export async function moveDebitsOfBatch(
  tx: Tx,
  batchId: Id<'directDebitBatch'>,
  to: 'sent' | 'planned',
  changedAt: Date,
): Promise<void> {
  await tx
    .update(directDebits)
    .set({
      state: to,
      changedAt,
      ...(to === 'planned' ? { batchId: null, paymentInformationId: null } : {}),
    })
    .where(and(eq(directDebits.batchId, batchId), eq(directDebits.state, 'prepared')))
}

export async function lockDebit(tx: Tx, id: Id<'directDebit'>) {
  const [row] = await tx.select().from(directDebits).where(eq(directDebits.id, id)).for('update')
  return row ?? null
}

/** Debit files, latest first. */
export async function listBatches(tx: Tx, limit: number) {
  return tx
    .select({ batch: directDebitBatches, preparedBy: staffAccounts.fullName })
    .from(directDebitBatches)
    .leftJoin(staffAccounts, eq(staffAccounts.id, directDebitBatches.preparedByStaffId))
    .orderBy(desc(directDebitBatches.preparedAt), desc(directDebitBatches.id))
    .limit(limit)
}

const listed = {
  debit: directDebits,
  number: billingDocuments.number,
  payer: organisations.legalName,
  ibanMasked: mandates.ibanMasked,
}

/** Debits in these states with invoice and payer, in order of collection day. */
export async function listDebits(
  tx: Tx,
  states: readonly (typeof directDebits.$inferSelect)['state'][],
  limit: number,
) {
  return tx
    .select(listed)
    .from(directDebits)
    .innerJoin(billingDocuments, eq(billingDocuments.id, directDebits.documentId))
    .innerJoin(organisations, eq(organisations.id, directDebits.organisationId))
    .innerJoin(mandates, eq(mandates.id, directDebits.mandateId))
    .where(inArray(directDebits.state, [...states]))
    .orderBy(asc(directDebits.collectOn), asc(directDebits.id))
    .limit(limit)
}

/** Debits of an organisation that are announced or with the bank. */
export async function listDebitsOf(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({ debit: directDebits, number: billingDocuments.number })
    .from(directDebits)
    .innerJoin(billingDocuments, eq(billingDocuments.id, directDebits.documentId))
    .where(
      and(
        eq(directDebits.organisationId, organisationId),
        inArray(directDebits.state, ['planned', 'prepared', 'sent', 'returned']),
      ),
    )
    .orderBy(desc(directDebits.plannedAt), desc(directDebits.id))
    .limit(50)
}
