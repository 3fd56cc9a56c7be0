import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { ledgerBalances, ledgerEntries, ledgerTransactions } from '~/db/schema/billing-ledger'
import type { Id } from '~/lib/kernel/ids'

export async function insertLedgerTransaction(
  tx: Tx,
  transaction: typeof ledgerTransactions.$inferInsert,
  entries: (typeof ledgerEntries.$inferInsert)[],
): Promise<void> {
  await tx.insert(ledgerTransactions).values(transaction)
  await tx.insert(ledgerEntries).values(entries)
}

/** What each account holds, debits less credits, by account and auxiliary. */
export async function listBalances(tx: Tx, sellingEntityId: Id<'sellingEntity'>) {
  return tx
    .select()
    .from(ledgerBalances)
    .where(eq(ledgerBalances.sellingEntityId, sellingEntityId))
    .orderBy(asc(ledgerBalances.account), asc(ledgerBalances.auxiliary))
}

/** The transactions that a document gave rise to, with their entries, in the order of the books. */
export async function listEntriesOfDocument(
  tx: Tx,
  organisationId: Id<'organisation'>,
  documentId: Id<'invoice'>,
) {
  return tx
    .select({ transaction: ledgerTransactions, entry: ledgerEntries })
    .from(ledgerTransactions)
    .innerJoin(ledgerEntries, eq(ledgerEntries.transactionId, ledgerTransactions.id))
    .where(
      and(
        eq(ledgerTransactions.organisationId, organisationId),
        eq(ledgerTransactions.documentId, documentId),
      ),
    )
    .orderBy(asc(ledgerTransactions.sequence), asc(ledgerEntries.position))
}
