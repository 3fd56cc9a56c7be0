import { acrossProjects, type Tx } from '~/db/client'
import { may } from '~/lib/identity'
import { listProjectRows } from '~/lib/identity/rows'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { committedByTags } from '~/lib/usage'
import { centsWithin, covers, tagKeysOf } from './budget-rules'
import { listBudgets } from './queries/budgets'

/**
 * The remaining amount of a project under its tightest hard budget, in cents a month; negative when exceeded.
 */
export type BudgetRoom = { projectId: Id<'project'>; budget: string; leftCents: string }

/**
 * For every project where the reader may order and that a hard budget covers: the budget with the least left.
 * New orders have no tags of their own yet. A guest reads only budgets of single projects of theirs, because
 * others reveal the spending of other projects.
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
