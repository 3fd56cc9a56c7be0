import { acrossProjects, type Tx } from '~/db/client'
import { listBudgets } from '~/db/queries/limits/budgets'
import { committedByTags } from '~/lib/compute'
import { listProjectRows } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { centsWithin, covers, tagKeysOf } from './budget-rules'

/** What the hard budget that is nearest leaves to a project, in cents a month; below zero it is passed already. */
export type BudgetRoom = { projectId: Id<'project'>; budget: string; leftCents: string }

/** Of every project that a hard budget covers: the one that leaves the least. What is ordered has no tags of its own yet. */
export async function readBudgetRoom(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<BudgetRoom[]> {
  return acrossProjects(tx, async () => {
    const hard = (await listBudgets(tx, organisationId)).filter(({ isHard }) => isHard === 'yes')
    if (hard.length === 0) return []
    const projects = await listProjectRows(tx, organisationId)
    const committed = await committedByTags(tx, organisationId, now, tagKeysOf(hard))
    return projects.flatMap((project) => {
      const rooms = hard
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
