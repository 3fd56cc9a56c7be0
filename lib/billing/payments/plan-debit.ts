import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatMoney } from '~/lib/kernel/text/format'
import { formatDate } from '~/lib/kernel/text/format-date'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { portalLink, queueMail } from '~/lib/mail'
import { doubtAfterLoss } from '~/lib/recovery'
import { routes } from '~/lib/routes'
import { findCorrectedId, findIssuedAt } from '../queries/documents'
import { lockSettled, type OpenDocumentRow } from '../queries/open-documents'
import { inBooks } from './in-books'
import { keepOverpaid } from './keep-overpaid'
import { insertDebit } from './queries/debits'
import { findCreditor, findPayer, lockActiveMandate } from './queries/mandates'
import { lockSettling } from './queries/movements'
import { nextBusinessDay } from './sepa/business-days'
import { spendCredits } from './spend-credit'

/**
 * Plans the payment of an issued document. Kept credit pays first, this invoice and older ones; the rest is debited
 * where a mandate exists, announced the required number of days before. For a credit note, the overpaid amount of its
 * invoice becomes customer credit. Idempotent. A debit of a document issued before rows were lost waits for two people.
 */
export async function planPayment(ctx: OpContext, documentId: Id<'invoice'>): Promise<void> {
  authorizeSystem(ctx)
  await inBooks(ctx, async (tx) => {
    await lockSettling(tx)
    const correctedId = await findCorrectedId(tx, documentId)
    // A credit note itself has no payment.
    if (correctedId) return keepOverpaid(tx, ctx, correctedId, documentId)
    const [document] = await lockSettled(tx, [documentId])
    if (!document) return
    await spendCredits(tx, ctx, document.organisationId)
    const [left] = await lockSettled(tx, [documentId])
    if (left && left.openCents > 0n) await planDebit(tx, ctx, left)
  })
}

async function planDebit(tx: Tx, ctx: OpContext, document: OpenDocumentRow): Promise<void> {
  const { organisationId } = document
  const payer = await findPayer(tx, organisationId)
  const creditor = payer?.method === 'direct_debit' ? await findCreditor(tx) : null
  const mandate = creditor ? await lockActiveMandate(tx, organisationId) : null
  if (!payer || !creditor || !mandate) return
  const noticed = addDays(parisDay(ctx.now), creditor.noticeDays)
  const collectOn = nextBusinessDay([noticed, document.dueOn].sort().at(-1) ?? noticed)
  const id = newId('directDebit', ctx.now.getTime())
  const isPlanned = await insertDebit(tx, {
    id,
    organisationId,
    documentId: document.id,
    mandateId: mandate.id,
    state: 'planned',
    cents: document.openCents,
    collectOn,
    endToEndId: `AND${id.slice(4).toUpperCase()}`,
    plannedAt: ctx.now,
    changedAt: ctx.now,
  })
  if (!isPlanned) return
  const issuedAt = (await findIssuedAt(tx, document.id)) ?? ctx.now
  await doubtAfterLoss(tx, issuedAt, [{ kind: 'debit', subject: id }])
  await recordAudit(tx, ctx, 'debit.planned', {
    organisationId,
    kind: 'debit',
    id,
    details: { number: document.number, cents: `${document.openCents}`, collectOn },
  })
  const locale = payer.language ?? 'fr'
  const mailId = newId('mail', ctx.now.getTime())
  await queueMail(tx, {
    id: mailId,
    to: payer.billingContactEmail,
    template: 'debit-announced',
    locale,
    params: {
      name: payer.billingContactName,
      organisation: payer.legalName,
      number: document.number,
      amount: formatMoney(document.openCents, locale),
      collectOn: formatDate(startOfParisDay(collectOn), locale),
      iban: mandate.ibanMasked,
      mandate: mandate.reference,
      creditor: creditor.identifier,
      url: portalLink(routes.org.billingPayment(organisationId)),
    },
  })
  await doubtAfterLoss(tx, issuedAt, [{ kind: 'mail', subject: mailId }])
}
