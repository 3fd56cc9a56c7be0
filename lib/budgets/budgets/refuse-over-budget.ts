import { acrossProjects, isNarrowed, type Tx } from '~/db/client'
import { listBudgets } from '~/db/queries/limits/budgets'
import { listProjectRows } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { wholeEurosUp } from '~/lib/kernel/money'
import { committedByTags, type QueuePlace } from '~/lib/usage'
import { findPassedBudget, type OverBudget, tagKeysOf } from './budget-rules'

/** So much more a month in a project. */
export type MoreCents = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  moreCents: bigint
  /** Of what is changed; what is new has the tags of its project alone. */
  ownTags?: Readonly<Record<string, string>>
  /** Of an approved change; the changes behind it are left out of what is committed. */
  place?: QueuePlace
}

/** The hard budget that so much more a month would pass, or null. */
async function findOverBudget(tx: Tx, of: MoreCents, now: Date): Promise<OverBudget | null> {
  const { organisationId, projectId, moreCents: cents, ownTags: tags = {} } = of
  if (cents <= 0n) return null
  return acrossProjects(tx, async () => {
    const hard = (await listBudgets(tx, organisationId)).filter(({ isHard }) => isHard)
    if (hard.length === 0) return null
    const projects = await listProjectRows(tx, organisationId)
    const committed = await committedByTags(tx, organisationId, now, tagKeysOf(hard), of.place)
    return findPassedBudget(hard, projects, committed, [{ projectId, tags, cents }])
  })
}

/**
 * Refuses what would take what is committed past a hard budget.
 *
 * @throws DomainError `budget_exceeded` with the budget's name and the figures in cents, `overCents` what is too much; to a
 *   guest without either where the budget covers more than one project, for they tell what the others spend
 */
export async function refuseOverBudget(tx: Tx, of: MoreCents, now: Date): Promise<void> {
  const passed = await findOverBudget(tx, of, now)
  if (!passed) return
  if (passed.projectId === null && (await isNarrowed(tx)))
    throw new DomainError('budget_exceeded', { params: { reason: 'budget_of_others' } })
  throw new DomainError('budget_exceeded', {
    params: {
      budget: passed.name,
      monthlyCents: `${passed.monthlyCents}`,
      committedCents: `${passed.committedCents}`,
      orderCents: `${passed.moreCents}`,
      overCents: `${passed.overCents}`,
      over: wholeEurosUp(passed.overCents),
    },
  })
}
