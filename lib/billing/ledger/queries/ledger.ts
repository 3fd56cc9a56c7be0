import type { Tx } from '~/db/client'
import { ledgerEntries, ledgerTransactions } from '~/db/schema/billing/ledger'

export async function insertLedgerTransaction(
  tx: Tx,
  transaction: typeof ledgerTransactions.$inferInsert,
  entries: (typeof ledgerEntries.$inferInsert)[],
): Promise<void> {
  // Pipelined in this order: others wait for this transaction's number.
  await Promise.all([
    tx.insert(ledgerTransactions).values(transaction),
    tx.insert(ledgerEntries).values(entries),
  ])
}
