/** Reconciler: compares late invoices with payments and steps taken, and sends letters by the clock, each once. */
import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatMoney } from '~/lib/kernel/text/format'
import { formatDate } from '~/lib/kernel/text/format-date'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { creditorReference } from '../payments/creditor-reference'
import { formatIban } from '../payments/iban'
import { findBankAccount, findPayer } from '../payments/queries/mandates'
import { listCredits, lockSettling } from '../payments/queries/movements'
import { spendCredits } from '../payments/spend-credit'
import { insertStep } from '../queries/dunning'
import { postClaim } from './post-claim'
import { type LateInvoice, readLateInvoices } from './read-late'

/** Enqueues every letter that is due today, once, also with concurrent workers. */
export async function sendDunning(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const today = parisDay(ctx.now)
  await withSystem(ctx, (tx) => spendKeptCredit(tx, ctx, today))
  const late = await withSystem(ctx, (tx) => readLateInvoices(tx, today))
  for (const each of late) if (isLetter(each)) await send(ctx, each, today)
}

/** Kept credit pays late invoices first, so that no letter claims money that is already here. */
async function spendKeptCredit(tx: Tx, ctx: OpContext, today: string): Promise<void> {
  const debtors = new Set((await readLateInvoices(tx, today)).map(({ document }) => document.organisationId))
  const payers: Id<'organisation'>[] = []
  for (const id of debtors) if ((await listCredits(tx, id)).length > 0) payers.push(id)
  if (payers.length === 0) return
  await lockSettling(tx)
  for (const id of payers) await spendCredits(tx, ctx, id)
}

const isLetter = ({ next }: LateInvoice) => next?.decides === 'clock'

async function send(
  ctx: OpContext,
  { document, debtor, next, ...due }: LateInvoice,
  today: string,
): Promise<void> {
  if (!next || next.step === 'suspension' || next.step === 'doubtful') return
  const { step } = next
  const { organisationId } = document
  await withSystem(ctx, async (tx) => {
    const account = await findBankAccount(tx)
    const payer = await findPayer(tx, organisationId)
    // A notice states the interest: without the rate of the half-year it waits, and the operator's page shows why.
    if (!account || (step === 'formal_notice' && due.interestCents === null)) return
    const isFirst = await insertStep(tx, {
      organisationId,
      documentId: document.id,
      step,
      outcome: 'sent',
      takenOn: today,
      takenAt: ctx.now,
      openCents: document.openCents,
      interestCents: due.interestCents ?? 0n,
      feeCents: due.feeCents,
    })
    if (!isFirst) return
    if (step === 'formal_notice') await postClaim(tx, ctx, today, { document, ...due })
    await recordAudit(tx, ctx, 'dunning.sent', {
      organisationId,
      kind: 'document',
      id: document.id,
      details: { number: document.number, step, openCents: `${document.openCents}` },
    })
    const locale = payer?.language ?? 'fr'
    await queueMail(tx, {
      to: debtor.billingContactEmail,
      template: 'payment-late',
      locale,
      params: {
        step,
        name: debtor.billingContactName,
        organisation: document.customerName,
        number: document.number,
        dueOn: formatDate(startOfParisDay(document.dueOn), locale),
        amount: formatMoney(document.openCents, locale),
        interest: formatMoney(due.interestCents ?? 0n, locale),
        fee: formatMoney(due.feeCents, locale),
        iban: formatIban(account.iban.replace(/\s/g, '')),
        reference: creditorReference(document.number) ?? document.number,
        url: portalLink(routes.org.billingPayment(organisationId)),
      },
    })
  })
}
