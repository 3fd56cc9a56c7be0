import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { countTroubledDeclarations } from '../ereporting/queries/declarations'
import { bucketOfAge } from '../invoices/age'
import { listOpenDocuments } from '../queries/open-documents'
import { countWaitingMovements } from './queries/movements'

type BillingAttention = {
  overdueCents: string
  overdueCount: number
  waitingMovements: number
  /** E-reporting declarations that were refused, never sent, or are late. */
  troubledDeclarations: number
}

/**
 * Work waiting for an accountant: overdue invoices, TTC, unmatched bank movements, and e-reporting declarations in
 * trouble.
 */
export async function readBillingAttention(ctx: OpContext): Promise<BillingAttention> {
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
      troubledDeclarations: await countTroubledDeclarations(tx, today),
    }
  })
}
