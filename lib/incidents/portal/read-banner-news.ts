import { withOrganisation } from '~/db/client'
import { countNamedResources, listOwnIncidents } from '~/db/queries/incidents/incidents'
import { countNamedMaintenanceResources, listMaintenance } from '~/db/queries/incidents/maintenance'
import { authorize } from '~/lib/identity'
import { addSeconds } from '~/lib/kernel/clock'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BannerNews, TouchedNames } from '../client'
import { maintenanceSummary } from '../maintenance/views'
import { isLiveIncident } from '../states'
import { incidentSummary } from '../views'

const shownMax = 5
const maintenanceMax = 100
const namedMax = 5
const aheadSeconds = 86_400

/** What stands above every page: what of this member's fails now, and the work that begins within a day or is under way. */
export async function readBannerNews(ctx: OpContext): Promise<BannerNews> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [incidents, windows] = await Promise.all([
      listOwnIncidents(tx, organisationId, shownMax),
      listMaintenance(tx, { ownOf: organisationId, endingAfter: ctx.now }, maintenanceMax),
    ])
    // Of what probes proposed only what still fails is shown: nobody has said anything of it.
    const recent = incidents
      .map(incidentSummary)
      .filter(({ state, repairedAt }) => isLiveIncident(state) && (state !== 'proposed' || !repairedAt))
    const soon = addSeconds(ctx.now, aheadSeconds)
    const near = windows
      .map((row) => maintenanceSummary(row, ctx.now))
      .filter(
        ({ state, startsAt }) =>
          state === 'under_way' || (state === 'announced' && new Date(startsAt) < soon),
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
  })
}

const idsOf = <T>(rows: readonly { id: T }[]): T[] => rows.map(({ id }) => id)

function namesOf(found: readonly ({ id: string } & TouchedNames)[], id: string): TouchedNames {
  const { names, count } = found.find((each) => each.id === id) ?? { names: [], count: 0 }
  return { names, count }
}
