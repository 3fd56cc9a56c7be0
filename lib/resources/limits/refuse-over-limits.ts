import { acrossProjects, isNarrowed, type Tx } from '~/db/client'
import { findSpendingCap } from '~/db/queries/provisioning/request-facts'
import { type MoreCents, refuseOverBudget } from '~/lib/budgets'
import { DomainError } from '~/lib/kernel/errors'
import { committedMonthlyCents } from '~/lib/usage'

/**
 * Refuses when `moreCents` a month would take the organisation over its spending cap, or what is committed past a hard
 * budget that the project or what is changed is under; for a change that costs no more, nothing is refused.
 *
 * @throws DomainError `spending_cap_exceeded` with the three figures, in cents, and to a guest
 *   without them, for they tell what the others spend; `budget_exceeded` as `refuseOverBudget`
 */
export async function refuseOverLimits(tx: Tx, of: MoreCents, now: Date): Promise<void> {
  const { organisationId, moreCents } = of
  if (moreCents <= 0n) return
  const cap = await findSpendingCap(tx, organisationId)
  if (cap !== null) {
    const committed = await acrossProjects(tx, () => committedMonthlyCents(tx, organisationId, now, of.place))
    if (committed + moreCents > cap) {
      const figures = { capCents: `${cap}`, committedCents: `${committed}`, orderCents: `${moreCents}` }
      throw new DomainError('spending_cap_exceeded', { params: (await isNarrowed(tx)) ? {} : figures })
    }
  }
  await refuseOverBudget(tx, of, now)
}
