import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { doubtAfterLoss } from '~/lib/recovery'
import { insertPaymentReports } from './queries/payment-reports'

/**
 * Queues the payment reports of these invoices. A payment of a day before rows were lost may have been reported, under an id
 * that is in no row: its report waits for two people. So may kept credit that was spent or made after `causedAt`. The caller has locked the paid amounts (`lockSettled`).
 */
export async function planPaymentReports(
  tx: Tx,
  ctx: OpContext,
  documentIds: readonly Id<'invoice'>[],
  causedAt: Date | null = null,
): Promise<void> {
  for (const { id, occurredOn } of await insertPaymentReports(tx, documentIds, ctx.now)) {
    const day = startOfParisDay(occurredOn)
    const earlier = causedAt && causedAt < day ? causedAt : day
    await doubtAfterLoss(tx, earlier, [{ kind: 'payment_report', subject: id }])
  }
}
