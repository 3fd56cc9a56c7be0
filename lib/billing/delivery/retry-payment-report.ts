import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockPaymentReport, updatePaymentReport } from './queries/payment-reports'

/**
 * Sends a payment report again, under a new id, that a platform refused or never received.
 *
 * @throws DomainError `forbidden`, `not_found`; `state_forbids` when it was not refused
 */
export async function retryPaymentReport(
  ctx: OpContext,
  { paymentReportId }: { paymentReportId: string },
): Promise<void> {
  authorizeStaff(ctx, 'billing:credit')
  await withStaff(ctx, async (tx) => {
    const report = isId('paymentReport', paymentReportId)
      ? await lockPaymentReport(tx, paymentReportId)
      : null
    if (!report) throw new DomainError('not_found')
    if (report.state !== 'rejected' && report.state !== 'failed')
      throw new DomainError('state_forbids', { params: { reason: 'delivery_not_open' } })
    await updatePaymentReport(tx, report.id, {
      state: 'waiting',
      attempts: 0,
      resends: report.resends + 1,
      nextAttemptAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'payment_report.retried', {
      organisationId: report.organisationId,
      kind: 'invoice',
      id: report.documentId,
      details: { cents: `${report.cents}`, occurredOn: report.occurredOn },
    })
  })
}
