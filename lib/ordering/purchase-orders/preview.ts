import { isNarrowed, type Tx } from '~/db/client'
import { may } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listByNumbers, listPurchaseOrders } from '../queries/purchase-orders'
import { standingOf } from './standing'
import { type ComingLine, committedWith } from './use'
import type { PurchaseOrderPreview } from './views'

/**
 * What these lines would take of the purchase order with this number, as the order will be judged; null for a member
 * who sees only some projects, since it reveals the others' use.
 */
export async function previewPurchaseOrder(
  tx: Tx,
  ctx: OpContext,
  {
    organisationId,
    number,
    lines,
  }: {
    organisationId: Id<'organisation'>
    number: string
    lines: readonly ComingLine[]
  },
): Promise<PurchaseOrderPreview | null> {
  if (number === '' || !may(ctx, 'budget:read') || (await isNarrowed(tx))) return null
  const [row] = await listByNumbers(tx, organisationId, [number])
  if (!row) return { standing: 'unknown' }
  const { committedCents, withOrderCents } = await committedWith(tx, row, lines, ctx.now)
  return {
    standing: standingOf(row, ctx.now),
    ceilingCents: row.ceilingCents.toString(),
    committedCents: committedCents.toString(),
    withOrderCents: withOrderCents.toString(),
    endsOn: row.endsOn,
  }
}

/** Numbers that may be used now, the first to end first; none for a member who sees only some projects. */
export async function listOpenNumbers(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<{ number: string; endsOn: string }[]> {
  if (!may(ctx, 'budget:read') || (await isNarrowed(tx))) return []
  return (await listPurchaseOrders(tx, organisationId))
    .filter((row) => standingOf(row, ctx.now) === 'open')
    .map(({ number, endsOn }) => ({ number, endsOn }))
    .toSorted((a, b) => a.endsOn.localeCompare(b.endsOn))
}
