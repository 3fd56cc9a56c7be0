import type { Tx } from '~/db/client'
import type { OrderChange } from '~/db/schema/ordering/changes'
import type { orders } from '~/db/schema/ordering/ordering'
import { assertWithinSpending } from '~/lib/budgets'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { CostlyChange } from '~/lib/resources'
import type { QueuePlace } from '~/lib/usage/rows'
import { carryOutChange } from './carry-out'
import { recordCostChange } from './record-cost-change'

type ChangeOrder = typeof orders.$inferSelect & { change: OrderChange }

/**
 * Carries the approved change out exactly as requested, after checking state, price, limits and capacity
 * again. Changes behind its `place` in the queue leave it the room they wait for.
 *
 * @throws DomainError the reason why it cannot be carried out; the caller rolls back
 */
export async function carryOutApproved(
  tx: Tx,
  ctx: OpContext,
  order: ChangeOrder,
  place: QueuePlace,
): Promise<void> {
  const passed: { change?: CostlyChange } = {}
  const done = await carryOutChange(tx, ctx, order.change.request, async (within, by, change) => {
    if (change.moreCents > order.monthlyCents)
      throw new DomainError('state_forbids', { params: { reason: 'change_costs_more' } })
    passed.change = change
    await assertWithinSpending(within, { ...change, place }, by.now)
    return null
  })
  if (passed.change && done.outcome === 'done')
    await recordCostChange(tx, ctx, passed.change, done.sagaId, order.id)
}
