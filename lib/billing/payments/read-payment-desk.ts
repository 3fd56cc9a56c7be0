import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { listOpenDocuments, listSettled, type OpenDocumentRow } from '../queries/open-documents'
import { creditorReference } from './creditor-reference'
import { formatIban } from './iban'
import { listDebitsOf } from './queries/debits'
import { findBankAccount, findCreditor, findPayer, listMandates } from './queries/mandates'
import { listAllocationsOf, listCredits } from './queries/movements'
import type { DueView, PaymentDesk, PaymentView } from './views'

const paymentsListedMax = 500

/** The organisation's open amounts, payment method, and payments with their allocations. */
export async function readPaymentDesk(ctx: OpContext): Promise<PaymentDesk> {
  authorize(ctx, 'billing:view')
  const today = parisDay(ctx.now)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const payer = await findPayer(tx, organisationId)
    if (!payer) throw new DomainError('not_found')
    const open = await listOpenDocuments(tx, organisationId)
    const credits = await listCredits(tx, organisationId)
    const account = await findBankAccount(tx)
    const creditor = await findCreditor(tx)
    const mandate = (await listMandates(tx, organisationId)).find(({ state }) => state === 'active')
    const allocations = await listAllocationsOf(tx, organisationId, paymentsListedMax)
    const paid = await listSettled(tx, [
      ...new Set(allocations.flatMap(({ documentId }) => documentId ?? [])),
    ])
    const debits = await listDebitsOf(tx, organisationId)
    const sum = (rows: readonly { openCents: bigint }[]) =>
      `${rows.reduce((total, { openCents }) => total + openCents, 0n)}`
    return {
      kind: payer.kind,
      method: payer.method ?? 'transfer',
      account: account && { ...account, iban: formatIban(account.iban.replace(/\s/g, '')) },
      creditorIdentifier: creditor?.identifier ?? null,
      holder: { name: payer.legalName, address: payer.legalAddress },
      mandate: mandate
        ? {
            ...mandate,
            signedAt: mandate.signedAt.toISOString(),
            revokedAt: mandate.revokedAt?.toISOString() ?? null,
          }
        : null,
      due: open.map((document) => dueOf(document, today)),
      openCents: sum(open),
      lateCents: sum(open.filter(({ dueOn }) => dueOn < today)),
      creditCents: `${credits.reduce((total, { cents }) => total + cents, 0n)}`,
      debits: debits.map(({ debit, number }) => ({
        number: number ?? '',
        cents: `${debit.cents}`,
        collectOn: debit.collectOn,
        state: debit.state,
        reason: debit.reason,
      })),
      payments: paymentsOf(allocations, paid),
    }
  })
}

const dueOf = (document: OpenDocumentRow, today: string): DueView => ({
  documentId: document.id,
  number: document.number,
  reference: creditorReference(document.number) ?? document.number,
  issuedOn: document.issuedOn,
  dueOn: document.dueOn,
  grossCents: `${document.grossCents}`,
  openCents: `${document.openCents}`,
  isLate: document.dueOn < today,
})

/** The net allocations grouped by payment, latest first. Pure. */
export function paymentsOf(
  allocations: readonly Awaited<ReturnType<typeof listAllocationsOf>>[number][],
  documents: readonly Pick<OpenDocumentRow, 'id' | 'number'>[],
): PaymentView[] {
  const payments = new Map<string, PaymentView>()
  for (const {
    movementId,
    cardPaymentId,
    cardRefundId,
    documentId,
    cents,
    occurredOn,
    label,
  } of allocations) {
    const paymentId = movementId ?? cardRefundId ?? cardPaymentId
    invariant(paymentId, 'money came by the bank or by card')
    const isByCard = cardPaymentId !== null
    const payment = payments.get(paymentId) ?? {
      paymentId,
      isByCard,
      occurredOn,
      label,
      cents: '0',
      parts: [],
    }
    const part = payment.parts.find((each) => each.documentId === documentId)
    if (part) part.cents = `${BigInt(part.cents) + cents}`
    else {
      const number = documents.find(({ id }) => id === documentId)?.number ?? null
      payment.parts.push({ documentId, number, cents: `${cents}` })
    }
    payment.cents = `${BigInt(payment.cents) + cents}`
    // An amount moved later between invoices was not received later.
    if (occurredOn < payment.occurredOn) payment.occurredOn = occurredOn
    payments.set(paymentId, payment)
  }
  return [...payments.values()]
    .map((payment) => ({ ...payment, parts: payment.parts.filter(({ cents }) => cents !== '0') }))
    .filter(({ parts }) => parts.length > 0)
}
