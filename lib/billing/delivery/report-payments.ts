/**
 * Reconciler: reports payments (status 212) to the platforms that hold the invoices. Leasing a report and writing the
 * result are separate transactions; nothing is sent inside one. When a worker dies its lease expires, and the next
 * worker looks the report up on the platform before it sends again.
 */
import { createHash } from 'node:crypto'
import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { decodeDocument } from '../invoices/document-codec'
import { findDocument } from '../queries/documents'
import { processingRules, treatmentOf } from '../vat/decide-treatment'
import { type AttemptOutcome, deposited, refused, unavailable } from './attempt-outcomes'
import { nextPollSeconds } from './life-cycle'
import type { EInvoicePlatform, Report } from './platform'
import { platformFor } from './platform-for'
import { findDelivery } from './queries/deliveries'
import {
  leaseDuePaymentReports,
  type PaymentReportRow,
  updateLeasedPaymentReport,
} from './queries/payment-reports'
import { writePaymentCdar } from './write-cdar'

const atOnce = 10
/** Longer than an attempt can take. */
const leaseSeconds = 120

type PlatformFor = (ctx: OpContext, channel: 'platform') => Promise<EInvoicePlatform>

/** Sends or polls every due report once and sets its next attempt. */
export async function reportPayments(ctx: OpContext, platforms: PlatformFor = platformFor): Promise<void> {
  authorizeSystem(ctx)
  const leasedUntil = addSeconds(ctx.now, leaseSeconds)
  const due = await withSystem(ctx, (tx) => leaseDuePaymentReports(tx, ctx.now, leasedUntil, atOnce))
  await Promise.all(
    due.map(async (report) => {
      const set = await attempt(ctx, report, platforms).catch((error: unknown) => {
        log.warn(
          { err: error, paymentReportId: report.id },
          'a payment could not be reported to the platform',
        )
        return unavailable(ctx.now, report, error)
      })
      await withSystem(ctx, (tx) => updateLeasedPaymentReport(tx, report.id, leasedUntil, set))
    }),
  )
}

async function attempt(
  ctx: OpContext,
  report: PaymentReportRow,
  platforms: PlatformFor,
): Promise<AttemptOutcome> {
  const platform = await platforms(ctx, 'platform')
  const trackingId = trackingIdOf(report)
  if (report.state === 'waiting') return send(ctx, report, platform, trackingId)
  const given = await platform.acknowledgement({
    trackingId,
    documentNumber: '',
    externalId: report.externalId ?? '',
  })
  if (given.state === 'rejected') return refused(given.code, given.text)
  if (given.state === 'accepted') return { state: 'accepted', attempts: 0, nextAttemptAt: null }
  const ageS = (ctx.now.getTime() - (report.depositedAt ?? report.createdAt).getTime()) / 1_000
  return { attempts: 0, nextAttemptAt: addSeconds(ctx.now, nextPollSeconds(ageS)) }
}

async function send(
  ctx: OpContext,
  row: PaymentReportRow,
  platform: EInvoicePlatform,
  trackingId: string,
): Promise<AttemptOutcome> {
  invariant(platform.report, 'payments are reported where they can be')
  const { number, ...report } = await makeReport(ctx, row, trackingId)
  const known = row.attempts > 1 ? await platform.find({ trackingId, documentNumber: number }) : null
  if (known) return deposited(ctx.now, known)
  const answer = await platform.report(report)
  if (answer.outcome === 'deposited') return deposited(ctx.now, answer.externalId)
  const existing = await platform.find({ trackingId, documentNumber: number })
  return existing ? deposited(ctx.now, existing) : refused(answer.code, answer.text)
}

/** A report sent again by staff needs a new id: the platform has refused the first one. */
const trackingIdOf = ({ id, resends }: PaymentReportRow) => (resends === 0 ? id : `${id}-${resends}`)

async function makeReport(
  ctx: OpContext,
  row: PaymentReportRow,
  trackingId: string,
): Promise<Report & { number: string }> {
  const { document, depositedAt } = await withSystem(ctx, async (tx) => {
    const document = await findDocument(tx, row.documentId)
    const delivery = await findDelivery(tx, row.deliveryId)
    invariant(document && delivery, 'what was paid was issued and sent')
    return { document: decodeDocument(document.content), depositedAt: delivery.depositedAt }
  })
  const content = Buffer.from(writePaymentCdar(document, { ...row, trackingId, depositedAt }), 'utf8')
  return {
    trackingId,
    name: `${document.number}-212-${trackingId}.xml`,
    content,
    sha256: createHash('sha256').update(content).digest('hex'),
    treatment: processingRules[treatmentOf(document.buyer)],
    number: document.number,
  }
}
