import type { Tx } from '~/db/client'
import { ledgerEntries, ledgerTransactions } from '~/db/schema/billing-ledger'

export async function insertLedgerTransaction(
  tx: Tx,
  transaction: typeof ledgerTransactions.$inferInsert,
  entries: (typeof ledgerEntries.$inferInsert)[],
): Promise<void> {
  await tx.insert(ledgerTransactions).values(transaction)
  await tx.insert(ledgerEntries).values(entries)
}
