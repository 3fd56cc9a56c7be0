import type { Tx } from '~/db/client'
import { selectCommittedCents, selectCostCents } from '~/db/queries/compute/prices'
import type { Id } from '~/lib/kernel/ids'
import { parisMonth } from '~/lib/kernel/paris-month'

/**
 * What the organisation has used since the first of this month in Paris, in cents without VAT: every line
 * rounded once, 720 hours at most per resource and meter, as `rateUsage` says.
 */
export async function monthToDateCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<bigint> {
  return selectCostCents(tx, organisationId, { from: parisMonth(now).from, to: now })
}

/**
 * What the organisation is committed to per month, in cents without VAT: every live resource at its price
 * of a full month, stopped ones included; in the grace after deletion storage alone counts.
 */
export async function committedMonthlyCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<bigint> {
  return selectCommittedCents(tx, organisationId, now)
}
