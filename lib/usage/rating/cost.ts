import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { costMoment } from './cost-moment'
import { type CostPart, type QueuePlace, selectCommittedCents, selectCostCents } from './queries/prices'
import { selectTrafficCents } from './queries/traffic'

/**
 * The organisation's cost to date: its usage since the first of this month in Paris, up to `costMoment`, in cents without
 * VAT. Lines, rounding and the cap of 720 hours are those of `rateUsage`; traffic is added as in `rateTraffic`.
 */
export async function monthToDateCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<bigint> {
  return total(await monthToDateByTags(tx, organisationId, now, []))
}

/**
 * The organisation's committed cost per month, in cents without VAT: every live resource at its full monthly price,
 * stopped ones included; during the grace period after deletion only storage counts. Includes orders waiting for a
 * decision, but no quotes; with `place`, also excludes changes behind it in the queue of postponed changes.
 */
export async function committedMonthlyCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
  place?: QueuePlace,
): Promise<bigint> {
  return total(await selectCommittedCents(tx, organisationId, now, [], place))
}

/** `monthToDateCents` by project; the projects add up to the total to the cent. */
export async function monthToDateByProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<CentsByProject> {
  return byProject(await monthToDateByTags(tx, organisationId, now, []))
}

/** `committedMonthlyCents` by project. */
export async function committedByProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<CentsByProject> {
  return byProject(await selectCommittedCents(tx, organisationId, now))
}

/** `monthToDateCents` by project and by the resources' own tags with these keys. */
export async function monthToDateByTags(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
  tagKeys: readonly string[],
): Promise<CostPart[]> {
  const month = parisMonth(now)
  const time = await selectCostCents(tx, organisationId, { from: month.from, to: costMoment(now) }, tagKeys)
  return [...time, ...(await selectTrafficCents(tx, organisationId, month, tagKeys))]
}

/** `committedMonthlyCents` by project and by the resources' own tags with these keys. */
export async function committedByTags(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
  tagKeys: readonly string[],
  place?: QueuePlace,
): Promise<CostPart[]> {
  return selectCommittedCents(tx, organisationId, now, tagKeys, place)
}

/** Cents by project; a project of zero may be missing. */
type CentsByProject = ReadonlyMap<Id<'project'>, bigint>

function byProject(parts: readonly CostPart[]): CentsByProject {
  const sums = new Map<Id<'project'>, bigint>()
  for (const { projectId, cents } of parts) sums.set(projectId, (sums.get(projectId) ?? 0n) + cents)
  return sums
}

const total = (parts: readonly CostPart[]) => parts.reduce((sum, { cents }) => sum + cents, 0n)
