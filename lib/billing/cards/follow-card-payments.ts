/**
 * Reconciler: reads open card payments from the provider and settles each paid one once. Leasing the payments and
 * writing the results are separate transactions; no provider call runs inside one. When a worker dies its lease
 * expires, and the next worker reads the payment again.
 */
import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { spread } from '../payments/match-movement'
import { lockMovement, lockSettling } from '../payments/queries/movements'
import { applyParts, auditParts, type Part } from '../payments/settle-movement'
import { lockSettled } from '../queries/open-documents'
import { cardPaymentMoney } from './card-money'
import type { CardPaymentReport } from './card-provider'
import { givenUpAfterSeconds, nextPollSeconds, pollBatchSize, pollLeaseSeconds } from './poll-schedule'
import { readProvidersOf, type SellerProvider } from './provider-for'
import {
  type CardPaymentRow,
  leaseDueCardPayments,
  listMovementsOfPayouts,
  lockCardPayment,
  updateCardPayment,
  updateLeasedCardPayment,
} from './queries/cards'
import { settleCardPayout } from './settle-card-payout'

/** Reads every due payment once; settles the paid ones and clears the matching payouts. */
export async function followCardPayments(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const leasedUntil = addSeconds(ctx.now, pollLeaseSeconds)
  const { due, sellers } = await withSystem(ctx, async (tx) => {
    const due = await leaseDueCardPayments(tx, ctx.now, leasedUntil, pollBatchSize)
    return { due, sellers: await readProvidersOf(tx, due) }
  })
  await Promise.all(
    due.map(async (payment) => {
      const seller = sellers.get(payment.sellingEntityId)
      if (seller) await follow(ctx, seller, payment, leasedUntil)
    }),
  )
  await settlePayouts(ctx)
}

async function follow(
  ctx: OpContext,
  { provider }: SellerProvider,
  payment: CardPaymentRow,
  leasedUntil: Date,
): Promise<void> {
  try {
    const report = await provider.read(payment.id)
    if (report?.state === 'paid') await settlePayment(ctx, payment.id, report)
    else
      await withSystem(ctx, (tx) =>
        updateLeasedCardPayment(tx, payment.id, leasedUntil, unpaid(ctx, payment, report)),
      )
  } catch (error) {
    log.warn({ err: error, cardPaymentId: payment.id }, 'the provider of cards could not be asked')
    const nextLookAt = addSeconds(ctx.now, nextPollSeconds(standing(payment), ageSeconds(ctx, payment)) ?? 60)
    await withSystem(ctx, (tx) => updateLeasedCardPayment(tx, payment.id, leasedUntil, { nextLookAt }))
  }
}

const standing = ({ state, payoutReference }: CardPaymentRow) => ({
  state,
  isPassedOn: payoutReference !== null,
})

const ageSeconds = (ctx: OpContext, { askedAt }: CardPaymentRow) =>
  (ctx.now.getTime() - askedAt.getTime()) / 1000

function unpaid(
  ctx: OpContext,
  payment: CardPaymentRow,
  report: CardPaymentReport | null,
): Partial<CardPaymentRow> {
  const age = ageSeconds(ctx, payment)
  // A settled payment stays settled even when the provider has lost its data.
  const isSettled = payment.state === 'paid' || payment.state === 'disputed'
  const reported = report?.state ?? (age > givenUpAfterSeconds ? 'expired' : payment.state)
  const state = isSettled ? payment.state : reported
  const next = nextPollSeconds({ ...standing(payment), state }, age)
  return {
    state,
    pageUrl: report?.pageUrl ?? payment.pageUrl,
    nextLookAt: next === null ? null : addSeconds(ctx.now, next),
    ...(state !== payment.state && { changedAt: ctx.now }),
  }
}

/**
 * Settles the invoice once, however often the payment is reported; the excess becomes customer credit. A payment of
 * another amount is disputed and left to a member of staff.
 */
async function settlePayment(
  ctx: OpContext,
  id: Id<'cardPayment'>,
  report: CardPaymentReport,
): Promise<void> {
  invariant(report.paidAt, 'what was paid has a day')
  const paidOn = parisDay(new Date(Math.min(report.paidAt.getTime(), ctx.now.getTime())))
  await withSystem(ctx, async (tx) => {
    await lockSettling(tx)
    const payment = await lockCardPayment(tx, id)
    invariant(payment, 'payments are never deleted')
    if (payment.state === 'disputed') return
    if (report.cents !== payment.cents) return dispute(tx, ctx, payment, report)
    const isNew = payment.state !== 'paid'
    if (isNew) await allocatePayment(tx, ctx, payment, paidOn)
    const payout = report.payout ?? null
    const next = nextPollSeconds({ state: 'paid', isPassedOn: payout !== null }, ageSeconds(ctx, payment))
    await updateCardPayment(tx, id, {
      state: 'paid',
      nextLookAt: next === null ? null : addSeconds(ctx.now, next),
      ...(isNew && { paidOn, changedAt: ctx.now }),
      ...(payout &&
        payment.payoutMovementId === null && {
          payoutReference: payout.reference,
          feeCents: payout.feeCents,
        }),
    })
  })
}

async function allocatePayment(
  tx: Tx,
  ctx: OpContext,
  payment: CardPaymentRow,
  paidOn: string,
): Promise<void> {
  const { organisationId, documentId, cents } = payment
  const { allocations, creditCents } = spread(await lockSettled(tx, [documentId]), cents)
  const parts: Part[] = [
    ...allocations.map((each) => ({ organisationId, ...each })),
    ...(creditCents > 0n ? [{ organisationId, documentId: null, cents: creditCents }] : []),
  ]
  const money = cardPaymentMoney(payment, paidOn)
  await applyParts(tx, ctx, money, parts, null)
  await auditParts(tx, ctx, 'payment.received', money, parts)
}

async function dispute(
  tx: Tx,
  ctx: OpContext,
  payment: CardPaymentRow,
  report: CardPaymentReport,
): Promise<void> {
  if (payment.state === 'paid') return
  await updateCardPayment(tx, payment.id, { state: 'disputed', nextLookAt: null, changedAt: ctx.now })
  await recordAudit(tx, ctx, 'card_payment.disputed', {
    organisationId: payment.organisationId,
    kind: 'invoice',
    id: payment.documentId,
    details: { cardPaymentId: payment.id, cents: `${payment.cents}`, told: `${report.cents}` },
  })
}

/** A bank statement may arrive before the provider reports its payout: settles the movements that waited for it. */
async function settlePayouts(ctx: OpContext): Promise<void> {
  const waiting = await withSystem(ctx, listMovementsOfPayouts)
  if (waiting.length === 0) return
  await withSystem(ctx, async (tx) => {
    await lockSettling(tx)
    for (const { id } of waiting) {
      const movement = await lockMovement(tx, id)
      if (movement?.state === 'to_confirm') await settleCardPayout(tx, ctx, movement)
    }
  })
}
