import type { Tx } from '~/db/client'
import type { SendingKind } from '~/db/schema/recovery'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endBatch, lockBatch, lockDebit, moveDebitsOfBatch } from '../payments/queries/debits'
import { lockSettling } from '../payments/queries/movements'
import { updateDebit } from '../payments/queries/settlements'
import { endDoubtOfReporting } from './queries/end-doubt'

/**
 * Sends what waited for a decision after a restore, or records that it was sent before. A platform is searched before anything
 * is sent to it. A platform is not polled about what was sent under an id that these rows do not have.
 */
export async function endDoubtOfBilling(
  tx: Tx,
  ctx: OpContext,
  { kind, subject, decidedByStaffId }: { kind: SendingKind; subject: string; decidedByStaffId: Id<'staff'> },
  outcome: 'send' | 'sent',
): Promise<void> {
  if (kind === 'einvoice' || kind === 'payment_report' || kind === 'declaration')
    return endDoubtOfReporting(tx, kind, subject, outcome, ctx.now)
  // A person hands the file to the bank; a debit joins the next file.
  if (outcome === 'send') return
  await lockSettling(tx)
  if (kind === 'debit_file') {
    const batchId = subject as Id<'directDebitBatch'>
    if ((await lockBatch(tx, batchId))?.state !== 'prepared') return
    await endBatch(tx, batchId, { state: 'sent', endedAt: ctx.now, endedByStaffId: decidedByStaffId })
    await moveDebitsOfBatch(tx, batchId, 'sent', ctx.now)
  }
  if (kind === 'debit') {
    const debit = await lockDebit(tx, subject as Id<'directDebit'>)
    if (debit?.state !== 'planned') return
    await updateDebit(tx, debit.id, { state: 'left_out', reason: 'sent_before_restore', changedAt: ctx.now })
  }
}
