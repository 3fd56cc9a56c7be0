import type { Tx } from '~/db/client'
import { listCredits } from '~/db/queries/billing/movements'
import { lockSettled } from '~/db/queries/billing/open-documents'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockMoney } from './keep-overpaid'
import { applyParts, auditParts, type Part } from './settle-movement'

/**
 * In `tx`, which settles alone: what is kept for the customer pays this invoice, the oldest money first, as far as it
 * goes. Once it is paid, or nothing is kept, doing it again changes nothing.
 */
export async function spendCredit(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  documentId: Id<'invoice'>,
): Promise<void> {
  const [document] = await lockSettled(tx, [documentId])
  let open = document?.openCents ?? 0n
  for (const credit of await listCredits(tx, organisationId)) {
    const cents = credit.cents > open ? open : credit.cents
    const money = cents > 0n ? await lockMoney(tx, credit) : null
    if (!money) return
    const parts: Part[] = [
      { organisationId, documentId: null, cents: -cents },
      { organisationId, documentId, cents },
    ]
    await applyParts(tx, ctx, money, parts, null)
    await auditParts(tx, ctx, 'payment.credit_used', money, parts)
    open -= cents
  }
}
