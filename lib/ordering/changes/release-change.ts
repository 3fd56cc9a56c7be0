import { enterProject, type Tx } from '~/db/client'
import type { OrderChange } from '~/db/schema/changes'
import type { orders } from '~/db/schema/ordering'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { type CostlyChange, judgeLimits } from '~/lib/provisioning'
import { carryOutChange } from './carry-out'
import { recordCostChange } from './record-cost-change'

type ChangeOrder = typeof orders.$inferSelect & { change: OrderChange }

/**
 * The change is carried out exactly as it was asked for, checked anew as things are now: its state, its price, limits and
 * capacity. Answers why it cannot be, with nothing done. `stopWaiting` runs first: what waits counts against limits.
 */
export async function releaseChange(
  tx: Tx,
  ctx: OpContext,
  order: ChangeOrder,
  stopWaiting: (within: Tx) => Promise<void>,
): Promise<DomainError | null> {
  await enterProject(tx, order.projectId)
  try {
    await tx.transaction(async (within) => {
      await stopWaiting(within)
      const passed: { change?: CostlyChange } = {}
      const done = await carryOutChange(within, ctx, order.change.request, async (inner, by, change) => {
        if (change.moreCents > order.monthlyCents)
          throw new DomainError('state_forbids', { params: { reason: 'change_costs_more' } })
        passed.change = change
        return judgeLimits(inner, by, change)
      })
      if (passed.change && done.outcome === 'done')
        await recordCostChange(within, ctx, passed.change, done.sagaId, order.id)
    })
    return null
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}
