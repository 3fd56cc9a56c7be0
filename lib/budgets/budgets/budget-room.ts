import { acrossProjects, type Tx } from '~/db/client'
import { may } from '~/lib/identity'
import { listProjectRows } from '~/lib/identity/rows'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { committedByTags } from '~/lib/usage'
import { centsWithin, covers, tagKeysOf } from './budget-rules'
import { listBudgets } from './queries/budgets'

/** What the hard budget that is nearest leaves to a project, in cents a month; below zero it is passed already. */
export type BudgetRoom = { projectId: Id<'project'>; budget: string; leftCents: string }

/**
 * Of every project where the reader may order and that a hard budget covers: the budget that leaves the least. What is
 * ordered has no tags of its own yet. A guest reads only budgets of its projects alone, for another tells what the other
 * projects spend.
 */
export async function readBudgetRoom(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<BudgetRoom[]> {
  const visible = ctx.membership && visibleProjects(ctx.membership)
  const isVisible = (id: Id<'project'>) => visible === null || visible.includes(id)
  return acrossProjects(tx, async () => {
    const hard = (await listBudgets(tx, organisationId)).filter(({ isHard }) => isHard)
    if (hard.length === 0) return []
    const projects = await listProjectRows(tx, organisationId)
    const committed = await committedByTags(tx, organisationId, ctx.now, tagKeysOf(hard))
    const readable = hard.filter(({ projectId }) => visible === null || (projectId && isVisible(projectId)))
    const offered = projects.filter(({ id }) => isVisible(id) && may(ctx, 'order:place', id))
    return offered.flatMap((project) => {
      const rooms = readable
        .filter((budget) => covers(budget, project, {}))
        .map((budget) => ({
          name: budget.name,
          left: budget.monthlyCents - centsWithin(budget, projects, committed),
        }))
        .sort((a, b) => (a.left < b.left ? -1 : 1))
      const [least] = rooms
      return least ? [{ projectId: project.id, budget: least.name, leftCents: `${least.left}` }] : []
    })
  })
}
