import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findIssuedAt } from '../queries/documents'
import { listAwaited, listHolds } from '../queries/dunning'
import { listOpenDocuments, lockSettled } from '../queries/open-documents'
import { lockMoney } from './keep-overpaid'
import { listCredits } from './queries/movements'
import { applyParts, auditParts, type Part } from './settle-movement'

/**
 * In `tx`, which has locked settling: kept credit pays this invoice, oldest money first, as far as it goes. Idempotent
 * once the invoice is paid or no credit is left.
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
    await applyParts(tx, ctx, money, parts, null, await findIssuedAt(tx, documentId))
    await auditParts(tx, ctx, 'payment.credit_used', money, parts)
    open -= cents
  }
}

/**
 * In `tx`, which has locked settling: kept credit pays the customer's invoices, earliest due first, as the law requires
 * when a payer names none (C. civ. 1342-10). Disputed invoices and those with a pending debit are left out. Idempotent.
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
