import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { periodOf } from '~/lib/kernel/time/paris-month'
import type { ReachedBudget } from '../views'
import { listAlerts, listBudgets } from './queries/budgets'

/** The budgets of which a threshold was reached this month, by name. */
export async function readReachedBudgets(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<ReachedBudget[]> {
  const rows = await listBudgets(tx, organisationId)
  const alerts = await listAlerts(
    tx,
    rows.map(({ id }) => id),
    periodOf(now),
  )
  return rows.flatMap(({ id, name }) => {
    const reached = alerts.filter(({ budgetId }) => budgetId === id).map(({ threshold }) => threshold)
    return reached.length === 0 ? [] : [{ id, name, percent: Math.max(...reached) }]
  })
}
