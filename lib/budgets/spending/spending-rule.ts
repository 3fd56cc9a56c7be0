import type { Id } from '~/lib/kernel/ids'
import { type BudgetScope, centsWithin, type Project, type TaggedCents } from '../budgets/budget-rules'

/** What limits the commitment of an organisation, and what is committed, in cents a month. */
export type Spending = {
  /** Null without a cap. */
  capCents: bigint | null
  budgets: readonly (BudgetScope & { name: string; monthlyCents: bigint; isHard: boolean })[]
  projects: readonly Project[]
  committed: readonly TaggedCents[]
}

export type PassedBudget = {
  projectId: Id<'project'> | null
  name: string
  monthlyCents: bigint
  committedCents: bigint
  moreCents: bigint
  /** By how much it would be passed. */
  overCents: bigint
}

export type PassedLimit =
  | { limit: 'cap'; capCents: bigint; committedCents: bigint; moreCents: bigint }
  | ({ limit: 'budget' } & PassedBudget)

/**
 * The limit that `more` a month would pass, or null: the cap first, then the hard budget that it passes the furthest. A
 * commitment of exactly the amount is within it. What costs nothing more passes no limit. Pure.
 */
export function findPassedLimit(spending: Spending, more: TaggedCents): PassedLimit | null {
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
): PassedBudget | null {
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
    .reduce<PassedBudget | null>(
      (most, each) => (most && most.overCents >= each.overCents ? most : each),
      null,
    )
}
