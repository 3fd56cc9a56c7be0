import { and, asc, eq, inArray, isNotNull, or } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingProfiles } from '~/db/schema/billing/documents'
import { dunningSteps } from '~/db/schema/billing/dunning'
import { directDebits } from '~/db/schema/billing/payments'
import type { Id } from '~/lib/kernel/ids'

/** The auxiliary accounts of these customers; a customer without a code uses its id. */
export async function findCustomerCodes(
  tx: Tx,
  ids: readonly Id<'organisation'>[],
): Promise<Map<Id<'organisation'>, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: billingProfiles.organisationId, code: billingProfiles.customerCode })
    .from(billingProfiles)
    .where(and(inArray(billingProfiles.organisationId, [...ids]), isNotNull(billingProfiles.customerCode)))
  const known = new Map(rows.map(({ id, code }) => [id, code]))
  return new Map(ids.map((id) => [id, known.get(id) ?? id]))
}

/** The subset of these invoices that is in the doubtful account. */
export async function listDoubtful(tx: Tx, ids: readonly Id<'invoice'>[]): Promise<Set<Id<'invoice'>>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: dunningSteps.documentId })
    .from(dunningSteps)
    .where(
      and(
        inArray(dunningSteps.documentId, [...ids]),
        eq(dunningSteps.step, 'doubtful'),
        eq(dunningSteps.outcome, 'carried_out'),
      ),
    )
  return new Set(rows.map(({ id }) => id))
}

export type DebitRow = typeof directDebits.$inferSelect

/** Locks debits with the bank that these references name, by their own reference or their group's. */
export async function lockSentDebits(tx: Tx, references: readonly string[]): Promise<DebitRow[]> {
  if (references.length === 0) return []
  return tx
    .select()
    .from(directDebits)
    .where(
      and(
        inArray(directDebits.state, ['sent', 'collected']),
        or(
          inArray(directDebits.endToEndId, [...references]),
          inArray(directDebits.paymentInformationId, [...references]),
        ),
      ),
    )
    .orderBy(asc(directDebits.id))
    .for('update')
}

/** Locks the debits that paid these invoices. */
export async function lockCollectedDebits(
  tx: Tx,
  documentIds: readonly Id<'invoice'>[],
): Promise<DebitRow[]> {
  return tx
    .select()
    .from(directDebits)
    .where(and(inArray(directDebits.documentId, [...documentIds]), eq(directDebits.state, 'collected')))
    .orderBy(asc(directDebits.id))
    .for('update')
}

export async function updateDebit(tx: Tx, id: Id<'directDebit'>, set: Partial<DebitRow>): Promise<void> {
  await tx.update(directDebits).set(set).where(eq(directDebits.id, id))
}
