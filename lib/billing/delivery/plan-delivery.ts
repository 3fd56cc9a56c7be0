import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatDate, formatMoney } from '~/lib/kernel/text/format'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { portalLink, queueMail } from '~/lib/mail'
import { doubtAfterLoss } from '~/lib/recovery'
import { routes } from '~/lib/routes'
import { makeDocumentFile } from '../einvoice/document-files'
import { decodeDocument } from '../invoices/document-codec'
import { findDocument, findIssuedAt } from '../queries/documents'
import { lockSettled } from '../queries/open-documents'
import { isInternalCreditNote } from '../queries/replacements'
import { chooseChannels } from './choose-channels'
import { planPaymentReports } from './plan-payment-reports'
import { insertDeliveries } from './queries/deliveries'

/** A document issued longer ago has reached its buyer by another way, so it is not announced. */
const deliveredWithinDays = 30

/**
 * Creates the files of an issued document, mails its buyer, and queues its e-invoice for deposit. Idempotent. Of a document
 * issued before rows were lost, both may have left: they wait for two people.
 */
export async function planDelivery(ctx: OpContext, input: { documentId: Id<'invoice'> }): Promise<void> {
  authorizeSystem(ctx)
  await makeDocumentFile(ctx, { documentId: input.documentId, kind: 'pdf' })
  await withSystem(ctx, async (tx) => {
    // A concurrent payment waits here, and then sees that it must be reported to a platform.
    await lockSettled(tx, [input.documentId])
    const row = await findDocument(tx, input.documentId)
    if (!row) return
    const document = decodeDocument(row.content)
    if (document.issuedOn < parisDay(addSeconds(ctx.now, -deliveredWithinDays * 86_400))) return
    const isInternal = await isInternalCreditNote(tx, row.id)
    const channels = chooseChannels(document).filter((channel) => channel === 'mail' || !isInternal)
    const planned = await insertDeliveries(
      tx,
      channels.map((channel) => ({
        id: newId('delivery', ctx.now.getTime()),
        organisationId: row.organisationId,
        documentId: row.id,
        channel,
        createdAt: ctx.now,
        // The mail is queued in this transaction; the mailer has its own retries.
        ...(channel === 'mail'
          ? { state: 'accepted' as const, depositedAt: ctx.now }
          : { state: 'waiting' as const, nextAttemptAt: ctx.now }),
      })),
    )
    await planPaymentReports(tx, ctx, [row.id])
    const issuedAt = (await findIssuedAt(tx, row.id)) ?? ctx.now
    const deposits = planned.filter(({ channel }) => channel !== 'mail')
    await doubtAfterLoss(
      tx,
      issuedAt,
      deposits.map(({ id }) => ({ kind: 'einvoice', subject: id })),
    )
    if (!planned.some(({ channel }) => channel === 'mail')) return
    const { language } = document
    const mailId = newId('mail', ctx.now.getTime())
    await queueMail(tx, {
      id: mailId,
      to: document.buyer.email,
      template: document.kind === 'invoice' ? 'invoice-issued' : 'credit-note-issued',
      locale: language,
      params: {
        number: document.number,
        customer: document.buyer.name,
        amount: formatMoney(document.totals.dueCents, language),
        dueOn: formatDate(new Date(`${document.dueOn}T12:00:00Z`), language),
        url: portalLink(routes.org.billingDocument(row.organisationId, row.id)),
      },
    })
    await doubtAfterLoss(tx, issuedAt, [{ kind: 'mail', subject: mailId }])
  })
}
