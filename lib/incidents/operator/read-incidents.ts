import { withStaff } from '~/db/client'
import { knownSeconds } from '~/db/expressions/seen-down'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { IncidentSeverity, IncidentState, IncidentView, LoneFailure } from '../client'
import * as queries from '../queries/incidents'
import {
  isAnythingDown,
  listDownSince,
  listPlaces,
  listResourceNames,
  listWatched,
} from '../queries/placement'
import { incidentSummary, updateView } from '../views'
import { placeLabel } from './places'
import { listExclusions } from './queries/exclusions'

const shownMax = 200
const meanDays = 90

/** Incidents that match, live ones first, with the mean times of the last ninety days. */
export async function listIncidents(
  ctx: OpContext,
  filter: { states?: readonly IncidentState[]; zoneId?: Id<'zone'> },
) {
  authorizeStaff(ctx, 'incident:inspect')
  return withStaff(ctx, async (tx) => ({
    incidents: (await queries.listIncidents(tx, filter, shownMax)).map(incidentSummary),
    means: await queries.meanTimes(tx, addSeconds(ctx.now, -meanDays * 86_400)),
  }))
}

/** How many live incidents there are, and the worst severity among them; null without one. */
export async function countLiveIncidents(
  ctx: OpContext,
): Promise<{ count: number; worst: IncidentSeverity | null }> {
  authorizeStaff(ctx, 'incident:inspect')
  const live = await withStaff(ctx, queries.listLiveIncidents)
  const worst = severities.find((each) => live.some(({ severity }) => severity === each)) ?? null
  return { count: live.length, worst }
}

/** The worst first. */
const severities: readonly IncidentSeverity[] = ['critical', 'major', 'minor']

/** Resources that fail alone and belong to no live incident. */
export async function listLoneFailures(ctx: OpContext): Promise<LoneFailure[]> {
  authorizeStaff(ctx, 'incident:inspect')
  return withStaff(ctx, async (tx) => {
    if (!(await isAnythingDown(tx))) return []
    const live = await queries.listLiveIncidents(tx)
    const touched = await queries.listIncidentResources(
      tx,
      live.map(({ id }) => id),
    )
    const known = new Set(touched.map(({ subjectId }) => subjectId))
    const alone = (await listWatched(tx, addSeconds(ctx.now, -knownSeconds)))
      .filter(({ id, state, organisationId }) => state === 'down' && organisationId && !known.has(id))
      .slice(0, shownMax)
    const ids = alone.map(({ id }) => id)
    const since = await listDownSince(tx, ids)
    const kindOf = new Map(alone.map(({ id, kind }) => [id, kind]))
    return (await listResourceNames(tx, ids)).map((row) => ({
      ...row,
      kind: kindOf.get(row.id) ?? 'instance',
      since: since.get(row.id)?.toISOString() ?? null,
    }))
  })
}

/**
 * One incident in full, with the affected customers.
 *
 * @throws DomainError `not_found`
 */
export async function getIncident(ctx: OpContext, input: { id: Id<'incident'> }): Promise<IncidentView> {
  authorizeStaff(ctx, 'incident:inspect')
  const { id } = input
  return withStaff(ctx, async (tx) => {
    const found = await queries.findIncident(tx, id)
    if (!found) throw new DomainError('not_found')
    const { incident } = found
    const place = (await listPlaces(tx)).find(
      (each) => each.domain === incident.domain && each.id === incident.domainId,
    )
    const seconds = (to: Date) => Math.round((to.getTime() - incident.startedAt.getTime()) / 1_000)
    return {
      ...incidentSummary(found),
      place: place ? placeLabel(place) : incident.domainId,
      openedAt: incident.openedAt?.toISOString() ?? null,
      rootCauseFr: incident.rootCauseFr,
      rootCauseEn: incident.rootCauseEn,
      postMortemFr: incident.postMortemFr,
      postMortemEn: incident.postMortemEn,
      detectSeconds: seconds(incident.detectedAt),
      repairSeconds: incident.repairedAt && seconds(incident.repairedAt),
      updates: (await queries.listUpdates(tx, [id])).map(updateView),
      touched: (await queries.listNamedResources(tx, [id])).map((row) => ({
        id: row.id,
        kind: row.kind,
        name: row.name,
        organisation: { id: row.organisationId, name: row.organisation },
        fromAt: row.fromAt.toISOString(),
        toAt: row.toAt?.toISOString() ?? null,
      })),
      exclusions: (await listExclusions(tx, id)).map(({ exclusion, resources }) => ({
        id: exclusion.id,
        fromAt: exclusion.fromAt.toISOString(),
        toAt: exclusion.toAt.toISOString(),
        reason: exclusion.reason,
        decidedAt: exclusion.decidedAt.toISOString(),
        revokedAt: exclusion.revokedAt?.toISOString() ?? null,
        resources,
      })),
    }
  })
}
