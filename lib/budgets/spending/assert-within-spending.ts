import { acrossProjects, isNarrowed, type Tx } from '~/db/client'
import { listProjectRows } from '~/lib/identity/rows'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { roundUpToWholeEuros } from '~/lib/kernel/money'
import { committedByTags } from '~/lib/usage'
import type { QueuePlace } from '~/lib/usage/rows'
import { tagKeysOf } from '../budgets/budget-rules'
import { listBudgets } from '../budgets/queries/budgets'
import { lockSpendingCap } from './queries/spending-cap'
import { type ExceededLimit, findExceededLimit } from './spending-rule'

/** An additional monthly amount in a project. */
export type MoreSpending = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  moreCents: bigint
  /** Tags of the changed resource; a new resource has only the tags of its project. */
  ownTags?: Readonly<Record<string, string>>
  /** For an approved change; the changes behind it are not counted as committed. */
  place?: QueuePlace
}

/**
 * The only check of an organisation's spending limits: everything that costs more a month passes here, in the
 * transaction that commits to it. `spending-rule.ts` decides. The organisation's row stays locked until the
 * transaction ends, so that concurrent requests add up. A change that costs no more is never refused and locks
 * nothing.
 *
 * @throws DomainError `spending_cap_exceeded` with the three figures in cents, `budget_exceeded` with the
 * budget's name and its figures. A guest gets no figure that includes the spending of projects hidden from the
 * guest.
 */
export async function assertWithinSpending(tx: Tx, more: MoreSpending, now: Date): Promise<void> {
  if (more.moreCents <= 0n) return
  const passed = await findPassed(tx, more, now)
  if (passed) throw refusal(passed, await isNarrowed(tx))
}

async function findPassed(tx: Tx, more: MoreSpending, now: Date): Promise<ExceededLimit | null> {
  const { organisationId, projectId, moreCents: cents, ownTags: tags = {}, place } = more
  const capCents = await lockSpendingCap(tx, organisationId)
  return acrossProjects(tx, async () => {
    const budgets = (await listBudgets(tx, organisationId)).filter(({ isHard }) => isHard)
    if (capCents === null && budgets.length === 0) return null
    const projects = budgets.length === 0 ? [] : await listProjectRows(tx, organisationId)
    const committed = await committedByTags(tx, organisationId, now, tagKeysOf(budgets), place)
    return findExceededLimit({ capCents, budgets, projects, committed }, { projectId, tags, cents })
  })
}

function refusal(passed: ExceededLimit, isGuest: boolean): DomainError {
  const { committedCents, moreCents } = passed
  const figures = { committedCents: `${committedCents}`, orderCents: `${moreCents}` }
  if (passed.limit === 'cap')
    return new DomainError('spending_cap_exceeded', {
      params: isGuest ? {} : { capCents: `${passed.capCents}`, ...figures },
    })
  if (isGuest && passed.projectId === null)
    return new DomainError('budget_exceeded', { params: { reason: 'budget_of_others' } })
  const { name, monthlyCents, overCents } = passed
  return new DomainError('budget_exceeded', {
    params: {
      budget: name,
      monthlyCents: `${monthlyCents}`,
      ...figures,
      overCents: `${overCents}`,
      over: roundUpToWholeEuros(overCents),
    },
  })
}
