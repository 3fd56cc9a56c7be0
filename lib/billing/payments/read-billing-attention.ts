import { withStaff } from '~/db/client'
import { countWaitingMovements } from '~/db/queries/billing/movements'
import { listOpenDocuments } from '~/db/queries/billing/open-documents'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/paris-day'
import { bucketOfAge } from '../invoices/age'

/** What waits for an accountant: invoices that are overdue, TTC, and bank movements that nobody has matched. */
export async function readBillingAttention(
  ctx: OpContext,
): Promise<{ overdueCents: string; overdueCount: number; waitingMovements: number }> {
  authorizeStaff(ctx, 'billing:inspect')
  const today = parisDay(ctx.now)
  return withStaff(ctx, async (tx) => {
    const overdue = (await listOpenDocuments(tx)).filter(
      ({ dueOn }) => bucketOfAge(dueOn, today) !== 'current',
    )
    return {
      overdueCents: `${overdue.reduce((sum, { openCents }) => sum + openCents, 0n)}`,
      overdueCount: overdue.length,
      waitingMovements: await countWaitingMovements(tx),
    }
  })
}
