import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { IssuedDocument } from '../invoices/issued-document'
import { accounts, vatAccount } from './accounts'
import { type Posting, postTransaction } from './post-transaction'

type Posted = {
  id: Id<'invoice'>
  organisationId: Id<'organisation'>
  sellingEntityId: Id<'sellingEntity'>
  document: IssuedDocument
  /** A credit note of an invoice classed as doubtful: it reduces the doubtful account. */
  isDoubtful: boolean
  /** Its VAT is due on payment, or it corrects such an invoice. */
  isVatWaiting: boolean
}

/** Posts an issued document to the sales journal. One of zero on every account makes no entry. */
export async function postDocument(tx: Tx, now: Date, posted: Posted): Promise<void> {
  const { document } = posted
  const postings = documentPostings(posted)
  if (postings.length === 0) return
  await postTransaction(tx, now, {
    sellingEntityId: posted.sellingEntityId,
    organisationId: posted.organisationId,
    kind: document.kind,
    documentId: posted.id,
    pieceReference: document.number,
    label: `${documentLabel(document)} ${document.number} ${document.buyer.name}`,
    occurredOn: document.issuedOn,
    postings,
  })
}

function documentLabel({ kind, lines }: IssuedDocument): string {
  if (kind === 'invoice') return 'Facture'
  return lines.every((line) => line.kind === 'service_credit') ? 'Avoir pour crédit de service' : 'Avoir'
}

/** Gestures and service credits are reductions granted; all other sales are services. Pure. */
function documentPostings({ document, isDoubtful, isVatWaiting }: Posted): Posting[] {
  const sign = document.kind === 'invoice' ? 1n : -1n
  const isReduction = (kind: string) => kind === 'gesture' || kind === 'service_credit'
  const net = (reduced: boolean) =>
    document.lines
      .filter((line) => isReduction(line.kind) === reduced)
      .reduce((sum, line) => sum + line.netCents, 0n)
  return [
    debitOrCredit(
      isDoubtful ? accounts.doubtful : accounts.customers,
      sign * document.totals.grossCents,
      document.buyer.customerCode,
    ),
    debitOrCredit(accounts.services, -sign * net(false)),
    debitOrCredit(accounts.reductions, -sign * net(true)),
    ...document.vat
      .filter((subtotal) => subtotal.vatCents !== 0n)
      .map((subtotal) =>
        debitOrCredit(
          isVatWaiting ? accounts.waitingVat : vatAccount(subtotal.rateBasisPoints),
          -sign * subtotal.vatCents,
        ),
      ),
  ].filter((posting) => posting.debitCents !== undefined || posting.creditCents !== undefined)
}

/** A debit when positive, a credit when negative. */
function debitOrCredit(account: string, cents: bigint, auxiliary?: string): Posting {
  const side = cents > 0n ? { debitCents: cents } : cents < 0n ? { creditCents: -cents } : {}
  return { account, ...(auxiliary && { auxiliary }), ...side }
}
