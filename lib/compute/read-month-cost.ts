import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthToDateCents } from './cost'

/** What the organisation has used since the first of this month in Paris, in cents without VAT. */
export async function readMonthCost(ctx: OpContext): Promise<bigint> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, (tx, organisationId) => monthToDateCents(tx, organisationId, ctx.now))
}
