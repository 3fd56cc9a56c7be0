/**
 * Reconciler: requests agreed refunds from the provider and reads their state. Leasing and writing are separate
 * transactions; no provider call runs inside one. Refund requests are idempotent by key, so when a worker dies its
 * lease expires and the next worker repeats the request.
 */
import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { portalLink } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { lockSettling } from '../payments/queries/movements'
import { applyParts, auditParts } from '../payments/settle-movement'
import { cardRefundMoney } from './card-money'
import { CardProviderError, type CardRefundReport } from './card-provider'
import { nextPollSeconds, pollBatchSize, pollLeaseSeconds } from './poll-schedule'
import { readProvidersOf, type SellerProvider } from './provider-for'
import {
  type CardRefundRow,
  leaseDueCardRefunds,
  listAllocatedOfCard,
  lockCardRefund,
  updateCardRefund,
  updateLeasedCardRefund,
} from './queries/card-refunds'
import { splitRefund } from './split-refund'

/** Requests or reads every due refund once; posts those that were refunded. */
export async function followCardRefunds(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const leasedUntil = addSeconds(ctx.now, pollLeaseSeconds)
  const { due, sellers } = await withSystem(ctx, async (tx) => {
    const due = await leaseDueCardRefunds(tx, ctx.now, leasedUntil, pollBatchSize)
    return { due, sellers: await readProvidersOf(tx, due) }
  })
  await Promise.all(
    due.map(async (refund) => {
      const seller = sellers.get(refund.sellingEntityId)
      if (seller) await follow(ctx, seller, refund, leasedUntil)
    }),
  )
}

async function follow(
  ctx: OpContext,
  { provider }: SellerProvider,
  refund: CardRefundRow,
  leasedUntil: Date,
): Promise<void> {
  try {
    const report = await provider.refund({
      key: refund.id,
      paymentKey: refund.cardPaymentId,
      cents: refund.cents,
      noticeUrl: portalLink(routes.cardNotices()),
    })
    if (report.cents !== refund.cents) throw new CardProviderError('a refund of another amount')
    if (report.state === 'refunded') return await settleRefund(ctx, refund, report)
    if (report.state === 'failed' && refund.state === 'agreed')
      return await giveUp(ctx, refund, report.failure ?? 'failed')
  } catch (error) {
    log.warn({ err: error, cardRefundId: refund.id }, 'the provider of cards could not be asked for a refund')
  }
  const nextLookAt = nextPollAt(ctx, refund, false)
  await withSystem(ctx, (tx) => updateLeasedCardRefund(tx, refund.id, leasedUntil, { nextLookAt }))
}

function nextPollAt(ctx: OpContext, { state, proposedAt, decidedAt }: CardRefundRow, isPassedOn: boolean) {
  const ageSeconds = (ctx.now.getTime() - (decidedAt ?? proposedAt).getTime()) / 1_000
  const seconds = nextPollSeconds({ state: state === 'refunded' ? 'paid' : 'open', isPassedOn }, ageSeconds)
  return seconds === null ? null : addSeconds(ctx.now, seconds)
}

/** Reopens the refunded invoices and posts the refund, once, however often it is reported. */
async function settleRefund(ctx: OpContext, { id }: CardRefundRow, report: CardRefundReport): Promise<void> {
  invariant(report.refundedAt, 'what was given back has a day')
  const refundedOn = parisDay(new Date(Math.min(report.refundedAt.getTime(), ctx.now.getTime())))
  await withSystem(ctx, async (tx) => {
    await lockSettling(tx)
    const refund = await lockCardRefund(tx, id)
    invariant(refund, 'refunds are never deleted')
    const isNew = refund.state === 'agreed'
    if (isNew) {
      const standing = splitRefund(await listAllocatedOfCard(tx, refund.cardPaymentId), refund.cents)
      invariant(standing, 'no more is given back than was paid')
      const { organisationId } = refund
      const parts = standing.map(({ documentId, cents }) => ({ organisationId, documentId, cents: -cents }))
      const money = cardRefundMoney(refund, refundedOn)
      await applyParts(tx, ctx, money, parts, refund.proposedByStaffId)
      await auditParts(tx, ctx, 'payment.returned', money, parts)
    }
    const { payout } = report
    await updateCardRefund(tx, id, {
      state: 'refunded',
      nextLookAt: nextPollAt(ctx, { ...refund, state: 'refunded' }, payout !== null),
      ...(isNew && { refundedOn, changedAt: ctx.now }),
      ...(payout &&
        refund.payoutMovementId === null && {
          payoutReference: payout.reference,
          feeCents: payout.feeCents,
        }),
    })
  })
}

async function giveUp(ctx: OpContext, { id, cardPaymentId }: CardRefundRow, failure: string): Promise<void> {
  await withSystem(ctx, async (tx) => {
    const refund = await lockCardRefund(tx, id)
    if (refund?.state !== 'agreed') return
    await updateCardRefund(tx, id, {
      state: 'failed',
      failureText: failure.slice(0, 300),
      nextLookAt: null,
      changedAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'card_refund.failed', {
      organisationId: refund.organisationId,
      kind: 'card_payment',
      id: cardPaymentId,
      details: { cents: `${refund.cents}`, failure: failure.slice(0, 300) },
    })
  })
}
