import type { Id } from '~/lib/kernel/ids'
import { type BudgetScope, centsWithin, type Project, type TaggedCents } from '../budgets/budget-rules'

/** The limits and the commitment of an organisation, in cents a month. */
export type Spending = {
  /** Null without a cap. */
  capCents: bigint | null
  budgets: readonly (BudgetScope & { name: string; monthlyCents: bigint; isHard: boolean })[]
  projects: readonly Project[]
  committed: readonly TaggedCents[]
}

export type ExceededBudget = {
  projectId: Id<'project'> | null
  name: string
  monthlyCents: bigint
  committedCents: bigint
  moreCents: bigint
  /** The exceeding amount. */
  overCents: bigint
}

export type ExceededLimit =
  | { limit: 'cap'; capCents: bigint; committedCents: bigint; moreCents: bigint }
  | ({ limit: 'budget' } & ExceededBudget)

/**
 * The limit that `more` a month would exceed, or null: the cap first, then the hard budget exceeded the most.
 * A commitment of exactly the amount is within it. An amount of zero exceeds no limit. Pure.
 */
export function findExceededLimit(spending: Spending, more: TaggedCents): ExceededLimit | null {
  const { capCents, committed } = spending
  if (more.cents <= 0n) return null
  const committedCents = committed.reduce((sum, { cents }) => sum + cents, 0n)
  if (capCents !== null && committedCents + more.cents > capCents)
    return { limit: 'cap', capCents, committedCents, moreCents: more.cents }
  const passed = findPassedBudget(spending, more)
  return passed && { limit: 'budget', ...passed }
}

function findPassedBudget(
  { budgets, projects, committed }: Spending,
  more: TaggedCents,
): ExceededBudget | null {
  return budgets
    .filter((budget) => budget.isHard)
    .map((budget) => {
      const { projectId, name, monthlyCents } = budget
      const committedCents = centsWithin(budget, projects, committed)
      const moreCents = centsWithin(budget, projects, [more])
      const overCents = committedCents + moreCents - monthlyCents
      return { projectId, name, monthlyCents, committedCents, moreCents, overCents }
    })
    .filter(({ moreCents, overCents }) => moreCents > 0n && overCents > 0n)
    .reduce<ExceededBudget | null>(
      (most, each) => (most && most.overCents >= each.overCents ? most : each),
      null,
    )
}
