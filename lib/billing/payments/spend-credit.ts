import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listAwaited, listHolds } from '../queries/dunning'
import { listOpenDocuments, lockSettled } from '../queries/open-documents'
import { lockMoney } from './keep-overpaid'
import { listCredits } from './queries/movements'
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

/**
 * In `tx`, which settles alone: what is kept for the customer pays its invoices, what is due first at first, as the law has
 * it where a payer names none (C. civ. 1342-10). What is contested, or has a debit on its way, is left out. Done again it
 * changes nothing.
 */
export async function spendCredits(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<void> {
  if ((await listCredits(tx, organisationId)).length === 0) return
  const ids = (await listOpenDocuments(tx, organisationId)).map(({ id }) => id)
  const awaited = await listAwaited(tx, ids)
  const held = new Set((await listHolds(tx, ids)).map(({ documentId }) => documentId))
  for (const id of ids) if (!awaited.has(id) && !held.has(id)) await spendCredit(tx, ctx, organisationId, id)
}
