import type { Tx } from '~/db/client'
import { listProjectRows } from '~/lib/identity/rows'
import type { Id } from '~/lib/kernel/ids'
import { committedByTags } from '~/lib/usage'
import { centsWithin, tagKeysOf } from './budget-rules'
import { listBudgets } from './queries/budgets'

/** What is committed of a budget per month without an order and with it, in cents. */
export type BudgetEffect = { name: string; monthlyCents: bigint; beforeCents: bigint; afterCents: bigint }

/**
 * What an order takes of each budget that it touches, by its project and, of a change, by the resource's own tags.
 * `isCounted`: the order is among the committed costs already, which count what waits without tags. Never show the
 * figures to a member who sees only some projects.
 */
export async function readBudgetEffects(
  tx: Tx,
  now: Date,
  order: {
    organisationId: Id<'organisation'>
    projectId: Id<'project'>
    ownTags: Readonly<Record<string, string>>
    cents: bigint
    isCounted: boolean
  },
): Promise<BudgetEffect[]> {
  const { organisationId, projectId, ownTags, cents, isCounted } = order
  const budgets = await listBudgets(tx, organisationId)
  const projects = budgets.length === 0 ? [] : await listProjectRows(tx, organisationId)
  const committed = await committedByTags(tx, organisationId, now, tagKeysOf(budgets))
  const waiting = isCounted ? [{ projectId, tags: {}, cents }] : []
  return budgets
    .map((budget) => {
      const { name, monthlyCents } = budget
      const beforeCents = centsWithin(budget, projects, committed) - centsWithin(budget, projects, waiting)
      const afterCents = beforeCents + centsWithin(budget, projects, [{ projectId, tags: ownTags, cents }])
      return { name, monthlyCents, beforeCents, afterCents }
    })
    .filter(({ beforeCents, afterCents }) => beforeCents !== afterCents)
}
