import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { readSilences } from '~/lib/resources'
import { answeringInstanceStates, answeringVolumeStates } from '~/lib/resources/client'
import type { BannerNews, SilentResource, TouchedNames } from '../client'
import { maintenanceSummary } from '../maintenance/views'
import { findBannerTraces } from '../queries/banner-traces'
import { countNamedResources, listOwnIncidents } from '../queries/incidents'
import { countNamedMaintenanceResources, listMaintenance } from '../queries/maintenance'
import { listSuspects } from '../queries/suspects'
import { isLiveIncident } from '../states'
import { incidentSummary } from '../views'

const shownMax = 5
const maintenanceMax = 100
const namedMax = 5
const suspectsMax = 200
const silentMax = 20
const aheadSeconds = 86_400
/** A server that was silent longer is marked in its list and on its own page, and no longer on every page. */
const silentSeconds = 86_400
/** How long the end of a proposed incident is shown. */
const settledSeconds = 900

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
  const traces = await findBannerTraces(tx, organisationId, now)
  const [incidents, windows] = await Promise.all([
    traces.incidents ? listOwnIncidents(tx, organisationId, shownMax) : [],
    traces.maintenance
      ? listMaintenance(tx, { ownOf: organisationId, endingAfter: now }, maintenanceMax)
      : [],
  ])
  // A proposed incident is shown while something still fails, and a little longer: staff have not confirmed it.
  const settled = addSeconds(now, -settledSeconds)
  const recent = incidents
    .map(incidentSummary)
    .filter(
      ({ state, repairedAt }) =>
        isLiveIncident(state) && (state !== 'proposed' || !repairedAt || new Date(repairedAt) > settled),
    )
  const soon = addSeconds(now, aheadSeconds)
  const near = windows
    .map((row) => maintenanceSummary(row, now))
    .filter(
      ({ state, startsAt }) => state === 'under_way' || (state === 'announced' && new Date(startsAt) < soon),
    )
  const [touched, worked, silent] = await Promise.all([
    countNamedResources(tx, idsOf(recent), namedMax),
    countNamedMaintenanceResources(tx, idsOf(near), namedMax),
    traces.suspects ? listSilent(tx, organisationId, now) : [],
  ])
  return {
    incidents: recent.map(({ id, state, severity, titleFr, titleEn, startedAt, repairedAt }) => ({
      id,
      state,
      severity,
      titleFr,
      titleEn,
      startedAt,
      repairedAt,
      touched: namesOf(touched, id),
    })),
    silent,
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

const answering = { instances: answeringInstanceStates, volumes: answeringVolumeStates }

/** Those that do not answer, the latest first. */
async function listSilent(tx: Tx, organisationId: Id<'organisation'>, now: Date): Promise<SilentResource[]> {
  const suspects = await listSuspects(tx, organisationId, answering, suspectsMax)
  const silences = await readSilences(tx, idsOf(suspects))
  const oldest = addSeconds(now, -silentSeconds).toISOString()
  return suspects
    .flatMap((suspect) => {
      const health = silences.get(suspect.id)
      if (!health || health.since < oldest) return []
      return [{ ...suspect, since: health.since, isHostSilent: 'by' in health && health.by === 'host' }]
    })
    .sort((a, b) => b.since.localeCompare(a.since))
    .slice(0, silentMax)
}

const idsOf = <T>(rows: readonly { id: T }[]): T[] => rows.map(({ id }) => id)

function namesOf(found: readonly ({ id: string } & TouchedNames)[], id: string): TouchedNames {
  const { names, count } = found.find((each) => each.id === id) ?? { names: [], count: 0 }
  return { names, count }
}
