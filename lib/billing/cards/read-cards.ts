import { withOrganisation, withStaff } from '~/db/client'
import { authorize, authorizeStaff, may, readSamePeople } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { listAwaited } from '../queries/dunning'
import { listSettled } from '../queries/open-documents'
import { listCardRefunds, listRefundedCents } from './queries/card-refunds'
import {
  type CardPaymentRow,
  findCardProvider,
  findLatestCardPayment,
  listCardPayments,
} from './queries/cards'
import type { CardDesk, CardOffer } from './views'

const paymentsShownMax = 200

/** Whether this invoice can be paid by card now; null when cards are off, nothing is open, or a debit is pending. */
export async function readCardOffer(
  ctx: OpContext,
  { documentId }: { documentId: Id<'invoice'> },
): Promise<CardOffer | null> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx) => {
    const provider = await findCardProvider(tx)
    if (!provider?.isOn) return null
    const [document] = await listSettled(tx, [documentId])
    if (!document || document.openCents === 0n || document.sellingEntityId !== provider.sellingEntityId)
      return null
    if ((await listAwaited(tx, [documentId])).size > 0) return null
    return {
      openCents: `${document.openCents}`,
      mayPay: may(ctx, 'billing:manage'),
      latest: (await findLatestCardPayment(tx, documentId))?.state ?? null,
    }
  })
}

/** The card provider without its secret, and all card payment attempts, latest first. */
export async function readCardDesk(ctx: OpContext): Promise<CardDesk> {
  const staffId = authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => {
    const provider = await findCardProvider(tx)
    const payments = await listCardPayments(tx, paymentsShownMax)
    const refunds = await listCardRefunds(tx, paymentsShownMax)
    const proposers = refunds.map(({ refund }) => refund.proposedByStaffId)
    const isSame = await readSamePeople(tx, staffId, proposers)
    const refunded = await listRefundedCents(
      tx,
      payments.map(({ payment }) => payment.id),
    )
    const open = new Set(
      refunds
        .filter(({ refund }) => refund.state === 'proposed' || refund.state === 'agreed')
        .map(({ refund }) => refund.cardPaymentId),
    )
    return {
      provider: provider && {
        baseUrl: provider.baseUrl,
        isOn: provider.isOn,
        updatedAt: provider.updatedAt.toISOString(),
        noticeUrl: portalLink(routes.cardNotices()),
      },
      refunds: refunds.map(({ refund, documentId, number, proposedBy }) => ({
        id: refund.id,
        documentId,
        number: number ?? '',
        cents: `${refund.cents}`,
        reason: refund.reason,
        state: refund.state,
        proposedBy,
        needsAnother: isSame(refund.proposedByStaffId),
        refundedOn: refund.refundedOn,
        failureText: refund.failureText,
        payoutReference: refund.payoutReference,
      })),
      payments: payments.map(({ payment, number, customer, passedOn }) => ({
        id: payment.id,
        documentId: payment.documentId,
        number: number ?? '',
        customer,
        cents: `${payment.cents}`,
        state: payment.state,
        paidOn: payment.paidOn,
        payoutReference: payment.payoutReference,
        feeCents: payment.feeCents === null ? null : `${payment.feeCents}`,
        passedOn,
        refundableCents: refundableOf(payment, refunded.get(payment.id) ?? 0n, open.has(payment.id)),
      })),
    }
  })
}

function refundableOf({ state, cents }: CardPaymentRow, refunded: bigint, isOpen: boolean): string | null {
  const left = cents - refunded
  return state === 'paid' && !isOpen && left > 0n ? `${left}` : null
}
