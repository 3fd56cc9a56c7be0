import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { issueProposedCredit } from '../concessions/credit-invoice'
import { readSubject } from '../invoices/billing-subject'
import { decodeDocument } from '../invoices/document-codec'
import { type Issued, issueDocument } from '../invoices/issue-document'
import { readPayers } from '../invoices/read-payers'
import { replacementOf } from '../invoices/replacement-of'
import { listCorrectionContents, lockDocument } from '../queries/concessions'
import { lockSettled } from '../queries/open-documents'
import { insertReplacement, originalOf } from '../queries/replacements'
import { refusedByBuyer } from './life-cycle'
import { lockDelivery } from './lock-delivery'
import { updateDelivery } from './queries/deliveries'
import type { ReplaceInvoiceInput } from './schema'

/**
 * Cancels a refused invoice with a credit note over the full amount and reissues it under a new number: the same lines,
 * with the current buyer, seller, VAT and the given references. Marks the refusal as settled. The customer gains
 * nothing, so no second approver is needed. Atomic.
 *
 * @throws DomainError `not_found`; `state_forbids` (`delivery_not_open`, `replaced_is_touched`: partly paid or credited
 * already); `not_billable` as in a run
 */
export async function replaceInvoice(ctx: OpContext, input: ReplaceInvoiceInput): Promise<Issued> {
  const staffId = authorizeStaff(ctx, 'billing:credit')
  const { reason, engagement, serviceCode, purchaseOrder } = input
  return withStaff(ctx, async (tx) => {
    const delivery = await lockDelivery(tx, input.deliveryId)
    if (delivery.state !== 'rejected' || delivery.settledAt)
      throw new DomainError('state_forbids', { params: { reason: 'delivery_not_open' } })
    const { organisationId, documentId: replacedDocumentId } = delivery
    const row = await lockUntouched(tx, replacedDocumentId)
    const refused = decodeDocument(row.content)
    const subject = await readSubject(tx, ctx.now, { organisationId, suppliedUntil: refused.period.to })
    const credit = await issueProposedCredit(tx, ctx, {
      documentId: replacedDocumentId,
      lineCents: null,
      reason,
    })
    const references = {
      ...(engagement && { engagement }),
      ...(serviceCode && { serviceCode }),
      ...(purchaseOrder && { purchaseOrder }),
    }
    const payers = await readPayers(tx, subject.terms.buyer, [refused])
    const document = replacementOf(refused, subject.terms, {
      references,
      creditNumber: credit.number,
      payers,
    })
    const issued = await issueDocument(tx, ctx, {
      organisationId,
      sellingEntityId: row.sellingEntityId,
      prefix: subject.prefixes.invoice,
      period: row.period,
      groupingKey: row.groupingKey,
      document,
      // The lines of the first invoice bill the usage, so that nothing is billed twice.
      bounds: document.lines.map(() => null),
    })
    await insertReplacement(tx, {
      replacedDocumentId,
      organisationId,
      originalDocumentId: await originalOf(tx, replacedDocumentId),
      creditNoteId: credit.id,
      documentId: issued.id,
      isInternal: !refusedByBuyer(delivery.statusCode),
      reason,
      staffId,
      createdAt: ctx.now,
    })
    await updateDelivery(tx, delivery.id, { settledAt: ctx.now, settledByStaffId: staffId })
    await recordAudit(tx, ctx, 'invoice.replaced', {
      organisationId,
      kind: 'invoice',
      id: replacedDocumentId,
      details: {
        number: refused.number,
        creditNote: credit.number,
        by: issued.number,
        reason,
        ...references,
      },
    })
    return issued
  })
}

async function lockUntouched(tx: Tx, documentId: Id<'invoice'>) {
  const [settled] = await lockSettled(tx, [documentId])
  const row = await lockDocument(tx, documentId)
  if (row?.state !== 'final' || row.kind !== 'invoice' || !settled) throw new DomainError('not_found')
  if (settled.paidCents !== 0n || (await listCorrectionContents(tx, documentId)).length > 0)
    throw new DomainError('state_forbids', { params: { reason: 'replaced_is_touched' } })
  return row
}
