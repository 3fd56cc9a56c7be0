import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { mailSecondApprovers } from '../changes/mail-second-approvers'
import { composeCreditNote, type RequestedCredit } from '../invoices/compose-credit-note'
import { decodeDocument } from '../invoices/document-codec'
import { type Issued, issueDocument } from '../invoices/issue-document'
import type { IssuedDocument } from '../invoices/issued-document'
import * as queries from '../queries/concessions'
import { lockSettled } from '../queries/open-documents'
import { findSeller } from '../queries/subjects'
import { needsSecondApprover } from './needs-second-approver'
import type { CreditInvoiceInput } from './schema'
import type { CreditOutcome } from './views'

/**
 * Credits an invoice, in full or by an amount of one line, with a credit note of its own. When the amount without VAT,
 * together with what the same person granted alone that day, reaches the seller's limit, the credit is proposed and a
 * second approver decides.
 *
 * @throws DomainError `not_found`, `invalid_input` for more than is left
 */
export async function creditInvoice(ctx: OpContext, input: CreditInvoiceInput): Promise<CreditOutcome> {
  const staffId = authorizeStaff(ctx, 'billing:credit')
  return withStaff(ctx, async (tx) => {
    await queries.lockGrantingStaff(tx, staffId)
    const wish = requestedCredit(input)
    const { note, organisationId } = await compose(tx, ctx, input.documentId, wish, input.reason)
    const seller = await findSeller(tx)
    if (!seller) throw new DomainError('not_billable', { field: 'seller', params: { lack: 'seller' } })
    const netCents = note.totals.netCents
    const { fourEyesFromCents } = seller.billing
    const need = await needsSecondApprover(tx, ctx, { staffId, netCents, fourEyesFromCents })
    const id = newId('concession', ctx.now.getTime())
    const document = need ? null : await issue(tx, ctx, input.documentId, note)
    await queries.insertConcession(tx, {
      id,
      organisationId,
      kind: 'credit_note',
      state: document ? 'carried_out' : 'proposed',
      documentId: input.documentId,
      lineCents:
        wish === 'all' ? null : Object.fromEntries([...wish].map(([at, cents]) => [at, cents.toString()])),
      netCents,
      usedCents: document ? netCents : 0n,
      reason: input.reason,
      proposedByStaffId: staffId,
      proposedAt: ctx.now,
      outcomeDocumentId: document?.id ?? null,
    })
    if (need) {
      await recordAudit(tx, ctx, 'concession.proposed', {
        organisationId,
        kind: 'concession',
        id,
        details: { netCents: netCents.toString(), reason: input.reason },
      })
      await mailSecondApprovers(tx, staffId, { subject: 'concession' })
      return { outcome: 'proposed', because: need }
    }
    invariant(document, 'what needs nobody else is issued')
    return { outcome: 'issued', document }
  })
}

/**
 * Issues the proposed credit note, limited to what is left to credit.
 *
 * @throws DomainError `not_found`, `invalid_input` when nothing, or less, is left
 */
export async function issueProposedCredit(
  tx: Tx,
  ctx: OpContext,
  row: Pick<queries.ConcessionRow, 'documentId' | 'lineCents' | 'reason'>,
): Promise<Issued & { netCents: bigint }> {
  if (!row.documentId) throw new DomainError('not_found')
  const wish: RequestedCredit = row.lineCents
    ? new Map(Object.entries(row.lineCents).map(([at, cents]) => [Number(at), BigInt(cents)]))
    : 'all'
  const { note } = await compose(tx, ctx, row.documentId, wish, row.reason)
  return { ...(await issue(tx, ctx, row.documentId, note)), netCents: note.totals.netCents }
}

const requestedCredit = ({ position, amount }: CreditInvoiceInput): RequestedCredit =>
  position !== undefined && amount !== undefined ? new Map([[position, amount]]) : 'all'

async function compose(
  tx: Tx,
  ctx: OpContext,
  documentId: Id<'invoice'>,
  wish: RequestedCredit,
  reason: string,
) {
  // Lock in the order of payments, to avoid a deadlock: the settled amount first, then the document.
  await lockSettled(tx, [documentId])
  const row = await queries.lockDocument(tx, documentId)
  if (row?.state !== 'final' || row.kind !== 'invoice') throw new DomainError('not_found')
  const earlier = (await queries.listCorrectionContents(tx, documentId)).map(decodeDocument)
  const note = composeCreditNote({
    invoice: decodeDocument(row.content),
    earlier,
    wish,
    reason,
    issuedOn: parisDay(ctx.now),
  })
  // After deductions the rest of an invoice can net to zero: there is nothing to credit.
  if (note.totals.netCents <= 0n)
    throw new DomainError('invalid_input', { field: 'amount', params: { reason: 'nothing_to_credit' } })
  return { note, organisationId: row.organisationId }
}

async function issue(
  tx: Tx,
  ctx: OpContext,
  documentId: Id<'invoice'>,
  note: IssuedDocument,
): Promise<Issued> {
  const row = await queries.lockDocument(tx, documentId)
  const seller = await findSeller(tx)
  if (!row || !seller) throw new DomainError('not_found')
  return issueDocument(tx, ctx, {
    organisationId: row.organisationId,
    sellingEntityId: row.sellingEntityId,
    prefix: seller.billing.creditNotePrefix,
    period: row.period,
    groupingKey: row.groupingKey,
    document: note,
    bounds: note.lines.map(() => null),
    correctsDocumentId: documentId,
  })
}
