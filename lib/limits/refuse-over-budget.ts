import { acrossProjects, type Tx } from '~/db/client'
import { type BudgetRow, listBudgets } from '~/db/queries/limits/budgets'
import { committedByProject } from '~/lib/compute'
import { listProjectRows } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { findPassedBudget, type OverBudget } from './budget-rules'

/** The hard budget that so much more a month in the project would pass, or null. */
async function findOverBudget(
  tx: Tx,
  of: { organisationId: Id<'organisation'>; projectId: Id<'project'>; moreCents: bigint },
  now: Date,
): Promise<OverBudget | null> {
  const { organisationId } = of
  if (of.moreCents <= 0n) return null
  return acrossProjects(tx, async () => {
    const hard = (await listBudgets(tx, organisationId)).filter(({ isHard }) => isHard === 'yes')
    if (hard.length === 0) return null
    const projects = await listProjectRows(tx, organisationId)
    const committed = await committedByProject(tx, organisationId, now)
    return findPassedBudget(hard.map(asRule), projects, committed, of)
  })
}

/**
 * Refuses what would take what is committed past a hard budget.
 *
 * @throws DomainError `budget_exceeded` with the budget's name and the figures in cents, `overCents` what is too much
 */
export async function refuseOverBudget(
  tx: Tx,
  of: { organisationId: Id<'organisation'>; projectId: Id<'project'>; moreCents: bigint },
  now: Date,
): Promise<void> {
  const passed = await findOverBudget(tx, of, now)
  if (!passed) return
  throw new DomainError('budget_exceeded', {
    params: {
      budget: passed.name,
      monthlyCents: `${passed.monthlyCents}`,
      committedCents: `${passed.committedCents}`,
      orderCents: `${passed.moreCents}`,
      overCents: `${passed.overCents}`,
      over: euros(passed.overCents),
    },
  })
}

/** As both languages read it in a sentence; rounded up, so that taking so much off is enough. */
const euros = (cents: bigint) => `${(cents + 99n) / 100n}`

const asRule = ({ isHard, ...row }: BudgetRow) => ({ ...row, isHard: isHard === 'yes' })
