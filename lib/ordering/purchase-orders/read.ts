import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import * as queries from '../queries/purchase-orders'
import { burnDown, exhaustionDay } from './ledger'
import { standingOf } from './standing'
import { readPurchaseOrderUse } from './use'
import type { PurchaseOrderDetail, PurchaseOrderView } from './views'

/** The organisation's purchase orders, the latest end first, each with its use. */
export async function listPurchaseOrders(ctx: OpContext): Promise<PurchaseOrderView[]> {
  authorize(ctx, 'budget:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const rows = await queries.listPurchaseOrders(tx, organisationId)
    const views: PurchaseOrderView[] = []
    for (const row of rows) views.push((await viewOf(tx, row, ctx.now)).view)
    return views
  })
}

/** One with its burn-down, its amendments and its documents. @throws DomainError `not_found` */
export async function getPurchaseOrder(ctx: OpContext, input: { id: string }): Promise<PurchaseOrderDetail> {
  authorize(ctx, 'budget:read')
  const { id } = input
  if (!isId('purchaseOrder', id)) throw new DomainError('not_found')
  return withOrganisation(ctx, async (tx) => {
    const row = await queries.findPurchaseOrder(tx, id)
    if (!row) throw new DomainError('not_found')
    const { view, uses } = await viewOf(tx, row, ctx.now)
    const text = ({ day, cents }: { day: string; cents: bigint }) => ({ day, cents: cents.toString() })
    const { past, future } = burnDown(uses, row, ctx.now)
    return {
      ...view,
      past: past.map(text),
      future: future.map(text),
      amendments: (await queries.listAmendments(tx, id)).map(({ amendment, by }) => ({
        id: amendment.id,
        ceilingBeforeCents: amendment.ceilingBeforeCents.toString(),
        ceilingCents: amendment.ceilingCents.toString(),
        endsOnBefore: amendment.endsOnBefore,
        endsOn: amendment.endsOn,
        reason: amendment.reason,
        by,
        at: amendment.createdAt.toISOString(),
      })),
      documents: (await queries.listDocuments(tx, id)).map(({ createdAt, ...each }) => ({
        ...each,
        at: createdAt.toISOString(),
      })),
    }
  })
}

async function viewOf(tx: Tx, row: queries.PurchaseOrderRow, now: Date) {
  const { uses, usedCents, committedCents } = await readPurchaseOrderUse(tx, row, now)
  const view: PurchaseOrderView = {
    id: row.id,
    number: row.number,
    ceilingCents: row.ceilingCents.toString(),
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    usedCents: usedCents.toString(),
    committedCents: committedCents.toString(),
    exhaustedOn: exhaustionDay(uses, row),
    state: standingOf(row, now),
  }
  return { view, uses }
}
