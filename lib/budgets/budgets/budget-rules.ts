import type { Id } from '~/lib/kernel/ids'

export type BudgetScope = { projectId: Id<'project'> | null; tag: string | null }
type Tags = Readonly<Record<string, string>>
export type Project = { id: Id<'project'>; tags: Tags }
/** Cents of a project, by the own tags of their resources. */
export type TaggedCents = { projectId: Id<'project'>; tags: Tags; cents: bigint }

/** The key of a tag `key:value`. */
const keyOf = (tag: string) => tag.slice(0, tag.indexOf(':'))
const wantedOf = (tag: string) => tag.slice(tag.indexOf(':') + 1)

/** The distinct tag keys of budgets. Pure. */
export function tagKeysOf(budgets: readonly BudgetScope[]): string[] {
  return [...new Set(budgets.flatMap(({ tag }) => (tag === null ? [] : [keyOf(tag)])))].sort()
}

/**
 * Whether a resource of the project with these tags of its own counts against the budget. A resource inherits
 * the tags of its project unless it overrides them, as in every cost breakdown by tag. Pure.
 */
export function covers(budget: BudgetScope, project: Project, own: Tags): boolean {
  if (budget.projectId) return budget.projectId === project.id
  if (budget.tag === null) return true
  const key = keyOf(budget.tag)
  return (own[key] ?? project.tags[key]) === wantedOf(budget.tag)
}

/** The total cents that a budget covers. Pure. */
export function centsWithin(
  budget: BudgetScope,
  projects: readonly Project[],
  parts: readonly TaggedCents[],
): bigint {
  const byId = new Map(projects.map((project) => [project.id, project]))
  return parts.reduce((sum, { projectId, tags, cents }) => {
    const project = byId.get(projectId)
    return project && covers(budget, project, tags) ? sum + cents : sum
  }, 0n)
}

/** The thresholds reached by this amount, in percent of the budget. Pure. */
export function reachedThresholds(
  budget: { monthlyCents: bigint; thresholds: readonly number[] },
  spentCents: bigint,
): number[] {
  return budget.thresholds.filter((percent) => spentCents * 100n >= budget.monthlyCents * BigInt(percent))
}
