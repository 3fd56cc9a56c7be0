import type { Tx } from '~/db/client'
import { listProjectRows } from '~/lib/identity/rows'
import type { Id } from '~/lib/kernel/ids'
import { committedByTags } from '~/lib/usage'
import { centsWithin, covers, tagKeysOf } from './budget-rules'
import { listBudgets } from './queries/budgets'

/** What is committed of a budget per month without an order and with it, in cents. */
export type BudgetEffect = { name: string; monthlyCents: bigint; beforeCents: bigint; afterCents: bigint }

/**
 * What an order takes of each budget that covers its project. `isCounted`: the order is among the committed costs
 * already. Never show the figures to a member who sees only some projects.
 */
export async function readBudgetEffects(
  tx: Tx,
  now: Date,
  order: { organisationId: Id<'organisation'>; projectId: Id<'project'>; cents: bigint; isCounted: boolean },
): Promise<BudgetEffect[]> {
  const { organisationId, projectId, cents, isCounted } = order
  const budgets = await listBudgets(tx, organisationId)
  const projects = budgets.length === 0 ? [] : await listProjectRows(tx, organisationId)
  const project = projects.find(({ id }) => id === projectId)
  if (!project) return []
  const committed = await committedByTags(tx, organisationId, now, tagKeysOf(budgets))
  // New resources have no tags of their own yet.
  return budgets
    .filter((budget) => covers(budget, project, {}))
    .map((budget) => {
      const total = centsWithin(budget, projects, committed)
      const beforeCents = isCounted ? total - cents : total
      const { name, monthlyCents } = budget
      return { name, monthlyCents, beforeCents, afterCents: beforeCents + cents }
    })
}
