import { isNarrowed, type Tx } from '~/db/client'
import type { ChangeKind } from '~/db/schema/ordering/changes'
import { readBudgetEffects } from '~/lib/budgets'
import { may } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { comingLinesOf } from '../purchase-orders/coming-lines'
import { committedWith } from '../purchase-orders/use'
import { listByNumbers } from '../queries/purchase-orders'
import { ordersAside } from './fits-held'
import type { HeldOrder } from './lock-held'
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
  const aside = await ordersAside(tx, held)
  const byNumber = await comingLinesOf(tx, order)
  for (const row of await listByNumbers(tx, order.organisationId, [...byNumber.keys()])) {
    const lines = byNumber.get(row.number) ?? []
    const { committedCents, withOrderCents } = await committedWith(tx, row, lines, ctx.now, aside)
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
    ownTags:
      order.change && keepsTags[order.change.request.kind] ? await findTagsOf(tx, order.change.resource) : {},
    cents: order.monthlyCents,
    // A quote that waits for its signature commits to nothing.
    isCounted: !held.reasons.includes('quote'),
  })
  for (const { name, monthlyCents, beforeCents, afterCents } of budgets)
    effects.push(effectOf('budget', { name, limit: monthlyCents, before: beforeCents, after: afterCents }))
  return effects
}

/** Whether a change is of the resource itself, with its own tags; a copy has only those of its project. */
const keepsTags: Readonly<Record<ChangeKind, boolean>> = {
  resize_instance: true,
  grow_volume: true,
  restore_instance: true,
  take_snapshot: false,
  take_instance_snapshot: false,
  make_image: false,
  make_backup: false,
  schedule_snapshots: false,
  schedule_backups: false,
}

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
