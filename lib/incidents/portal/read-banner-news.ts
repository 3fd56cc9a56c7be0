import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { BannerNews, TouchedNames } from '../client'
import { maintenanceSummary } from '../maintenance/views'
import { countNamedResources, listOwnIncidents } from '../queries/incidents'
import { countNamedMaintenanceResources, listMaintenance } from '../queries/maintenance'
import { isLiveIncident } from '../states'
import { incidentSummary } from '../views'

const shownMax = 5
const maintenanceMax = 100
const namedMax = 5
const aheadSeconds = 86_400

/**
 * The banner of every page: current failures of this member's resources, and work in progress or starting within a day.
 */
export async function readBannerNews(ctx: OpContext): Promise<BannerNews> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, (tx, organisationId) => bannerNews(tx, ctx, organisationId))
}

/** As `readBannerNews`, within the caller's transaction. */
export async function bannerNews(
  tx: Tx,
  { now }: Pick<OpContext, 'now'>,
  organisationId: Id<'organisation'>,
): Promise<BannerNews> {
  const [incidents, windows] = await Promise.all([
    listOwnIncidents(tx, organisationId, shownMax),
    listMaintenance(tx, { ownOf: organisationId, endingAfter: now }, maintenanceMax),
  ])
  // A proposed incident is shown only while something still fails, because staff have not confirmed it.
  const recent = incidents
    .map(incidentSummary)
    .filter(({ state, repairedAt }) => isLiveIncident(state) && (state !== 'proposed' || !repairedAt))
  const soon = addSeconds(now, aheadSeconds)
  const near = windows
    .map((row) => maintenanceSummary(row, now))
    .filter(
      ({ state, startsAt }) => state === 'under_way' || (state === 'announced' && new Date(startsAt) < soon),
    )
  const [touched, worked] = await Promise.all([
    countNamedResources(tx, idsOf(recent), namedMax),
    countNamedMaintenanceResources(tx, idsOf(near), namedMax),
  ])
  return {
    incidents: recent.map(({ id, state, severity, titleFr, titleEn, startedAt }) => ({
      id,
      state,
      severity,
      titleFr,
      titleEn,
      startedAt,
      touched: namesOf(touched, id),
    })),
    maintenance: near.map(({ id, state, titleFr, titleEn, startsAt, endsAt }) => ({
      id,
      state,
      titleFr,
      titleEn,
      startsAt,
      endsAt,
      touched: namesOf(worked, id),
    })),
  }
}

const idsOf = <T>(rows: readonly { id: T }[]): T[] => rows.map(({ id }) => id)

function namesOf(found: readonly ({ id: string } & TouchedNames)[], id: string): TouchedNames {
  const { names, count } = found.find((each) => each.id === id) ?? { names: [], count: 0 }
  return { names, count }
}
