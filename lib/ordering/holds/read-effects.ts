import { isNarrowed, type Tx } from '~/db/client'
import type { OrderChange } from '~/db/schema/ordering/changes'
import { readBudgetEffects } from '~/lib/budgets'
import { may } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { comingLinesOf } from '../purchase-orders/coming-lines'
import { committedWith } from '../purchase-orders/use'
import { listByNumbers } from '../queries/purchase-orders'
import type { HeldOrder } from './lock-held'
import { listOverBehind } from './queries/holds'
import { findTagsOf } from './queries/tags'
import type { HoldEffect } from './views'

/**
 * What the approval of a held order would take of its purchase orders and of the budgets of its project; nothing for a
 * member who may not read budgets or sees only some projects.
 */
export async function readEffects(
  tx: Tx,
  ctx: OpContext,
  { order, held }: Pick<HeldOrder, 'order' | 'held'>,
): Promise<HoldEffect[]> {
  if (!may(ctx, 'budget:read') || (await isNarrowed(tx))) return []
  const effects: HoldEffect[] = []
  // As the order will be judged: those behind it in the queue do not count.
  const behind = await listOverBehind(tx, held)
  const without = [order.id, ...behind]
  const byNumber = await comingLinesOf(tx, order)
  for (const row of await listByNumbers(tx, order.organisationId, [...byNumber.keys()])) {
    const lines = byNumber.get(row.number) ?? []
    const { committedCents, withOrderCents } = await committedWith(tx, row, lines, ctx.now, without)
    effects.push(
      effectOf('purchase_order', {
        name: row.number,
        limit: row.ceilingCents,
        before: committedCents,
        after: withOrderCents,
      }),
    )
  }
  const budgets = await readBudgetEffects(tx, ctx.now, {
    organisationId: order.organisationId,
    projectId: order.projectId,
    ownTags: order.change && keepsTags(order.change) ? await findTagsOf(tx, order.change.resource) : {},
    cents: order.monthlyCents,
    // A quote that waits for its signature commits to nothing.
    isCounted: !held.reasons.includes('quote'),
  })
  for (const { name, monthlyCents, beforeCents, afterCents } of budgets)
    effects.push(effectOf('budget', { name, limit: monthlyCents, before: beforeCents, after: afterCents }))
  return effects
}

/** A copy has only the tags of its project, as a new resource has. */
const keepsTags = ({ request }: OrderChange) =>
  request.kind === 'resize_instance' || request.kind === 'grow_volume' || request.kind === 'restore_instance'

function effectOf(
  kind: HoldEffect['kind'],
  { name, limit, before, after }: { name: string; limit: bigint; before: bigint; after: bigint },
): HoldEffect {
  return {
    kind,
    name,
    limitCents: limit.toString(),
    beforeCents: before.toString(),
    afterCents: after.toString(),
  }
}
