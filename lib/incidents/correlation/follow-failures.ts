/**
 * Reconciler: proposes an incident for correlated probe failures and follows ongoing ones, adding resources that fail
 * later and ending those that recover. One worker at a time; the database allows one live incident per domain.
 */

import { type Tx, withSystem } from '~/db/client'
import { knownSeconds } from '~/db/expressions/seen-down'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import {
  endIncidentResources,
  type IncidentResourceRow,
  type IncidentRow,
  insertIncident,
  listIncidentResources,
  listLiveIncidents,
  tryLockIncidents,
  updateIncident,
  upsertIncidentResources,
} from '../queries/incidents'
import {
  isAnythingDown,
  listDownSince,
  listPlaces,
  listWatched,
  type Place,
  type WatchedRow,
} from '../queries/placement'
import { type Correlated, correlate } from './correlate'
import { domainsAround } from './domains-around'
import { proposalTitle } from './proposal-title'

export async function followFailures(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    if ((await listLiveIncidents(tx)).length === 0 && !(await isAnythingDown(tx))) return
    if (!(await tryLockIncidents(tx))) return
    const live = await listLiveIncidents(tx)
    const watched = await listWatched(tx, addSeconds(ctx.now, -knownSeconds))
    const found = correlate(watched)
    const places = found.length > 0 ? await listPlaces(tx) : []
    for (const each of found) {
      if (live.some((incident) => isAround(incident, each, places))) continue
      const proposed = await propose(tx, ctx, each, places, sinceOf(watched))
      if (proposed) {
        live.push(proposed)
        await takeOver(tx, proposed, live, places)
      }
    }
    await follow(tx, ctx, live, watched)
  })
}

/** Whether the failure is inside the incident's domain, so that it is the same incident. */
function isAround(incident: IncidentRow, failure: Correlated, places: readonly Place[]): boolean {
  return domainsAround(failure, places).some(
    ({ domain, domainId }) => incident.domain === domain && incident.domainId === domainId,
  )
}

/** The instant from which each subject's host is unreachable, for unreachable hosts. */
function sinceOf(watched: readonly WatchedRow[]): Map<string, Date> {
  return new Map(
    watched.flatMap(({ id, silentSinceMs }) =>
      silentSinceMs === null ? [] : [[id, new Date(silentSinceMs)] as const],
    ),
  )
}

async function propose(
  tx: Tx,
  ctx: OpContext,
  failure: Correlated,
  places: readonly Place[],
  silentSince: ReadonlyMap<string, Date>,
): Promise<IncidentRow | null> {
  const since = new Map([...silentSince, ...(await listDownSince(tx, failure.downIds))])
  const first = Math.min(...failure.downIds.map((id) => (since.get(id) ?? ctx.now).getTime()))
  const place = places.find(({ domain, id }) => domain === failure.domain && id === failure.domainId)
  const row: Omit<IncidentRow, 'number'> = {
    id: newId('incident', ctx.now.getTime()),
    state: 'proposed',
    severity: failure.domain === 'host' ? 'major' : 'critical',
    ...proposalTitle(failure.domain, place?.zone ?? failure.domainId),
    domain: failure.domain,
    domainId: failure.domainId,
    zoneId: failure.zoneId,
    startedAt: new Date(Math.min(first, ctx.now.getTime())),
    detectedAt: ctx.now,
    openedAt: null,
    openedByStaffId: null,
    repairedAt: null,
    resolvedAt: null,
    rootCauseFr: null,
    rootCauseEn: null,
    postMortemFr: null,
    postMortemEn: null,
  }
  if (!(await insertIncident(tx, row))) return null
  await recordAudit(tx, ctx, 'incident.proposed', {
    organisationId: null,
    kind: 'incident',
    id: row.id,
    details: { domain: row.domain, domainId: row.domainId, resources: failure.downIds.length },
  })
  return { ...row, number: 0 }
}

/** A larger failure replaces the smaller proposals within it that staff have not handled. */
async function takeOver(
  tx: Tx,
  larger: IncidentRow,
  live: IncidentRow[],
  places: readonly Place[],
): Promise<void> {
  for (const smaller of [...live]) {
    if (smaller.id === larger.id || smaller.state !== 'proposed') continue
    const around = domainsAround({ domain: smaller.domain, domainId: smaller.domainId }, places)
    if (!around.some(({ domain, domainId }) => domain === larger.domain && domainId === larger.domainId))
      continue
    await updateIncident(tx, smaller.id, { state: 'dismissed' })
    live.splice(live.indexOf(smaller), 1)
  }
}

async function follow(
  tx: Tx,
  ctx: OpContext,
  live: readonly IncidentRow[],
  watched: readonly WatchedRow[],
): Promise<void> {
  const touched = await listIncidentResources(
    tx,
    live.map(({ id }) => id),
  )
  const down = watched.filter(({ state, organisationId }) => state === 'down' && organisationId)
  const seen = await listDownSince(
    tx,
    down.map(({ id }) => id),
  )
  const since = new Map([...sinceOf(watched), ...seen])
  const stateOf = new Map(watched.map(({ id, state }) => [id, state]))
  // A resource that its owner stopped or deleted in the meantime is no longer probed, and is not down.
  const isOver = (id: string) => (stateOf.get(id) ?? 'up') === 'up'
  for (const incident of live) {
    const own = touched.filter(({ incidentId }) => incidentId === incident.id)
    const open = new Set(own.filter(({ toAt }) => toAt === null).map(({ subjectId }) => subjectId))
    const joining = down.filter((each) => isPlacedIn(each, incident) && !open.has(each.id))
    await upsertIncidentResources(
      tx,
      joining.map((each) => resourceRow(incident, each, since.get(each.id) ?? incident.startedAt, ctx.now)),
    )
    // Staff end an incident that they opened: probes may never have seen it.
    const ending = isOpenedByStaff(incident) ? [] : [...open].filter(isOver)
    await endIncidentResources(tx, incident.id, ending, ctx.now)
    const stillDown = open.size + joining.length - ending.length
    // A zone or site without affected customer resources is repaired once it is up itself.
    const isRepaired = stillDown === 0 && (own.length + joining.length > 0 || isOver(incident.domainId))
    if (!isOpenedByStaff(incident) && isRepaired !== (incident.repairedAt !== null))
      await updateIncident(tx, incident.id, { repairedAt: isRepaired ? ctx.now : null })
  }
}

const isOpenedByStaff = ({ openedAt, detectedAt }: IncidentRow) =>
  openedAt?.getTime() === detectedAt.getTime()

function isPlacedIn(subject: WatchedRow, { domain, domainId }: IncidentRow): boolean {
  if (domain === 'host') return subject.hostId === domainId
  if (domain === 'rack') return subject.rackId === domainId
  return domain === 'zone' && subject.zoneId === domainId
}

function resourceRow(incident: IncidentRow, subject: WatchedRow, from: Date, now: Date): IncidentResourceRow {
  const { organisationId } = subject
  if (!organisationId) throw new Error(`${subject.id} belongs to nobody`)
  return {
    incidentId: incident.id,
    subjectId: subject.id,
    subjectKind: subject.kind,
    organisationId,
    fromAt: from < now ? from : now,
    toAt: null,
  }
}
