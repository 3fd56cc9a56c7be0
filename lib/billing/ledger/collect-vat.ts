import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { listWaitingVat } from '../queries/waiting-vat'
import { accounts, vatAccount } from './accounts'
import { collectedVat } from './collected-vat'
import { type Posting, postTransaction } from './post-transaction'

/** The cause of a collection: `id` identifies it in the ledger, which holds it once. */
export type VatCause = { documentId: Id<'invoice'>; id: string }

/**
 * Posts the VAT that has fallen due on these invoices since the last call, from the account of VAT awaiting payment to
 * the account of collected VAT, or back when money was returned. Invoices with VAT due on issue have none waiting. The
 * caller has locked the paid amounts (`lockSettled`). Idempotent.
 *
 * @param occurredOn the day on which the VAT fell due, `YYYY-MM-DD`
 */
export async function collectVat(
  tx: Tx,
  now: Date,
  causes: readonly VatCause[],
  occurredOn: string,
): Promise<void> {
  const causeOf = new Map(causes.map(({ documentId, id }) => [documentId, id]))
  for (const invoice of await listWaitingVat(tx, [...causeOf.keys()], accounts.waitingVat)) {
    const due = collectedVat(invoice)
    if (!due) continue
    const moved = [...due].flatMap(([rateBasisPoints, cents]) => {
      // Exempt lines have no VAT account.
      if (rateBasisPoints === 0) return []
      const account = vatAccount(rateBasisPoints)
      const change = cents - (invoice.collected.get(account) ?? 0n)
      return change === 0n ? [] : [{ account, change }]
    })
    if (moved.length === 0) continue
    await postTransaction(tx, now, {
      sellingEntityId: invoice.sellingEntityId,
      organisationId: invoice.organisationId,
      kind: 'vat_collected',
      documentId: invoice.id,
      paymentId: causeOf.get(invoice.id) ?? invoice.id,
      pieceReference: invoice.number,
      label: `TVA exigible ${invoice.number} ${invoice.customerName}`.slice(0, 200),
      occurredOn,
      postings: moved.flatMap(({ account, change }) => transfer(accounts.waitingVat, account, change)),
    })
  }
}

/** Transfers an amount between accounts; back when it is negative. */
function transfer(from: string, to: string, cents: bigint): Posting[] {
  return cents > 0n
    ? [
        { account: from, debitCents: cents },
        { account: to, creditCents: cents },
      ]
    : [
        { account: to, debitCents: -cents },
        { account: from, creditCents: -cents },
      ]
}
