import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { accounts } from '../ledger/accounts'
import { postTransaction } from '../ledger/post-transaction'
import type { LateInvoice } from './read-late'

/**
 * Posts what a formal notice claims on top of the invoice: interest (763) and the fixed fee (758) against accrued
 * income (4687), not against the customer's account, which holds only invoiced and unpaid amounts.
 */
export async function postClaim(
  tx: Tx,
  ctx: OpContext,
  today: string,
  { document, interestCents, feeCents }: Pick<LateInvoice, 'document' | 'interestCents' | 'feeCents'>,
): Promise<void> {
  const claims = [
    { kind: 'late_interest', account: accounts.lateInterest, cents: interestCents ?? 0n },
    { kind: 'recovery_fee', account: accounts.recoveryFees, cents: feeCents },
  ] as const
  for (const { kind, account, cents } of claims) {
    if (cents === 0n) continue
    await postTransaction(tx, ctx.now, {
      sellingEntityId: document.sellingEntityId,
      organisationId: document.organisationId,
      kind,
      documentId: document.id,
      pieceReference: document.number,
      label: `Mise en demeure ${document.number} ${document.customerName}`.slice(0, 200),
      occurredOn: today,
      postings: [
        { account: accounts.productsToReceive, debitCents: cents },
        { account, creditCents: cents },
      ],
    })
  }
}
