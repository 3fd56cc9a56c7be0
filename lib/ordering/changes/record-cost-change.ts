import type { Tx } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { CostlyChange } from '~/lib/resources'
import { findReferencesOfLine, insertCostChange } from '../queries/changes'

/**
 * Records a change that costs more. It counts in the sum of its day, and under its purchase order until its
 * saga has ended and usage shows the cost. `order` is set for a change that waited: its order already counts
 * in the sum of its day.
 */
export async function recordCostChange(
  tx: Tx,
  ctx: OpContext,
  change: CostlyChange,
  sagaId: Id<'saga'> | null,
  orderId: Id<'order'> | null,
): Promise<void> {
  const { purchaseOrderNumber = null } = await findReferencesOfLine(tx, change.orderLineId)
  await insertCostChange(tx, {
    id: newId('costChange', ctx.now.getTime()),
    organisationId: change.organisationId,
    projectId: change.projectId,
    accountId: ctx.actor.kind === 'account' ? ctx.actor.accountId : null,
    orderId,
    sagaId,
    kind: change.kind,
    resourceId: change.resource.id,
    bundleKind: change.bundleKind,
    monthlyCents: change.moreCents,
    purchaseOrderNumber,
    createdAt: ctx.now,
  })
}
