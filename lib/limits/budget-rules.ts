import type { Id } from '~/lib/kernel/ids'

export type BudgetScope = { projectId: Id<'project'> | null; tag: string | null }
type Project = { id: Id<'project'>; tags: Readonly<Record<string, string>> }
type CentsByProject = ReadonlyMap<Id<'project'>, bigint>

/** Whether what happens in the project counts against the budget. Pure. */
export function covers(budget: BudgetScope, project: Project): boolean {
  if (budget.projectId) return budget.projectId === project.id
  if (budget.tag === null) return true
  const colon = budget.tag.indexOf(':')
  return project.tags[budget.tag.slice(0, colon)] === budget.tag.slice(colon + 1)
}

/** The cents of all the projects that a budget covers. Pure. */
export function centsWithin(
  budget: BudgetScope,
  projects: readonly Project[],
  cents: CentsByProject,
): bigint {
  return projects
    .filter((project) => covers(budget, project))
    .reduce((sum, { id }) => sum + (cents.get(id) ?? 0n), 0n)
}

/** The thresholds that so much has reached, in percent of the amount. Pure. */
export function reachedThresholds(
  budget: { monthlyCents: bigint; thresholds: readonly number[] },
  spentCents: bigint,
): number[] {
  return budget.thresholds.filter((percent) => spentCents * 100n >= budget.monthlyCents * BigInt(percent))
}

export type OverBudget = {
  name: string
  monthlyCents: bigint
  committedCents: bigint
  moreCents: bigint
  /** By how much it would be passed. */
  overCents: bigint
}

/**
 * The hard budget that `moreCents` a month in the project would pass the furthest, or null. What is committed up to
 * exactly the amount is within it. Pure.
 */
export function findPassedBudget(
  budgets: readonly (BudgetScope & { name: string; monthlyCents: bigint; isHard: boolean })[],
  projects: readonly Project[],
  committed: CentsByProject,
  order: { projectId: Id<'project'>; moreCents: bigint },
): OverBudget | null {
  const project = projects.find(({ id }) => id === order.projectId)
  if (!project || order.moreCents <= 0n) return null
  return budgets
    .filter((budget) => budget.isHard && covers(budget, project))
    .map((budget) => {
      const { name, monthlyCents } = budget
      const committedCents = centsWithin(budget, projects, committed)
      const overCents = committedCents + order.moreCents - monthlyCents
      return { name, monthlyCents, committedCents, moreCents: order.moreCents, overCents }
    })
    .filter(({ overCents }) => overCents > 0n)
    .reduce<OverBudget | null>((most, each) => (most && most.overCents >= each.overCents ? most : each), null)
}
