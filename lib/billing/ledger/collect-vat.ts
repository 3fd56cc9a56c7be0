import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { listWaitingVat } from '../queries/waiting-vat'
import { accounts, vatAccount } from './accounts'
import { collectedVat } from './collected-vat'
import { type Posting, postTransaction } from './post-transaction'

/** What moved: `id` names it in the books, which hold it once. */
export type VatCause = { documentId: Id<'invoice'>; id: string }

/**
 * The books have collected the VAT that has fallen due on these invoices since they were looked at last, out of the account
 * in which VAT waits for its payment, or the other way round where money went back. Invoices whose VAT was due when they
 * were issued have none waiting. The caller holds what is paid of them (`lockSettled`). Done again it changes nothing.
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
      // What is exempt has no account of VAT.
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

/** So much goes from one account to the other, or back where it is less than nothing. */
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
