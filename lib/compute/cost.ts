import type { Tx } from '~/db/client'
import { type CentsByProject, selectCommittedCents, selectCostCents } from '~/db/queries/compute/prices'
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
  return total(await monthToDateByProject(tx, organisationId, now))
}

/**
 * What the organisation is committed to per month, in cents without VAT: every live resource at its price
 * of a full month, stopped ones included; in the grace after deletion storage alone counts. Orders that wait for a
 * decision are included, quotes are not.
 */
export async function committedMonthlyCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<bigint> {
  return total(await selectCommittedCents(tx, organisationId, now))
}

/** `monthToDateCents`, project by project; the sum of all is the whole to the cent. */
export async function monthToDateByProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<CentsByProject> {
  return selectCostCents(tx, organisationId, { from: parisMonth(now).from, to: now })
}

/** `committedMonthlyCents`, project by project. */
export async function committedByProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<CentsByProject> {
  return selectCommittedCents(tx, organisationId, now)
}

const total = (parts: CentsByProject) => [...parts.values()].reduce((sum, cents) => sum + cents, 0n)
