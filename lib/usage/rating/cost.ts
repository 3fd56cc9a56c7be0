import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { type CostPart, type QueuePlace, selectCommittedCents, selectCostCents } from './queries/prices'
import { selectTrafficCents } from './queries/traffic'

/**
 * What the organisation has used since the first of this month in Paris, in cents without VAT: every line
 * rounded once, 720 hours at most per resource and meter, as `rateUsage` says, and traffic as `rateTraffic` does.
 */
export async function monthToDateCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<bigint> {
  return total(await monthToDateByTags(tx, organisationId, now, []))
}

/**
 * What the organisation is committed to per month, in cents without VAT: every live resource at its price
 * of a full month, stopped ones included; in the grace after deletion storage alone counts. Orders that wait for a
 * decision are included, quotes are not; with `place`, changes behind it in the queue of postponed changes are not either.
 */
export async function committedMonthlyCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
  place?: QueuePlace,
): Promise<bigint> {
  return total(await selectCommittedCents(tx, organisationId, now, [], place))
}

/** `monthToDateCents`, project by project; the sum of all is the whole to the cent. */
export async function monthToDateByProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<CentsByProject> {
  return byProject(await monthToDateByTags(tx, organisationId, now, []))
}

/** `committedMonthlyCents`, project by project. */
export async function committedByProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<CentsByProject> {
  return byProject(await selectCommittedCents(tx, organisationId, now))
}

/** `monthToDateCents`, by project and by the tags of these keys that resources have of their own. */
export async function monthToDateByTags(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
  tagKeys: readonly string[],
): Promise<CostPart[]> {
  const month = parisMonth(now)
  const time = await selectCostCents(tx, organisationId, { from: month.from, to: now }, tagKeys)
  return [...time, ...(await selectTrafficCents(tx, organisationId, month, tagKeys))]
}

/** `committedMonthlyCents`, by project and by the tags of these keys that resources have of their own. */
export async function committedByTags(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
  tagKeys: readonly string[],
  place?: QueuePlace,
): Promise<CostPart[]> {
  return selectCommittedCents(tx, organisationId, now, tagKeys, place)
}

/** Cents by project; one without a cent may be missing. */
type CentsByProject = ReadonlyMap<Id<'project'>, bigint>

function byProject(parts: readonly CostPart[]): CentsByProject {
  const sums = new Map<Id<'project'>, bigint>()
  for (const { projectId, cents } of parts) sums.set(projectId, (sums.get(projectId) ?? 0n) + cents)
  return sums
}

const total = (parts: readonly CostPart[]) => parts.reduce((sum, { cents }) => sum + cents, 0n)
