import { type Tx, withShared } from '~/db/client'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import {
  computeAvailability,
  listSiteSubjects,
  listZoneSubjects,
  readTransitions,
  type Span,
  type Subject,
} from '~/lib/sla'
import type { Reading, Transition } from '~/lib/sla/client'
import { maintenanceSummary } from '../maintenance/views'
import { listIncidents, listUpdates } from '../queries/incidents'
import { listMaintenance } from '../queries/maintenance'
import { listZoneCities } from '../queries/placement'
import { updateView } from '../views'
import { parisDaysUntil } from './paris-days'
import { type PublicIncident, type PublicMaintenance, type StatusView, statusDays } from './views'
import { type IncidentSpan, touching, withIncidents } from './with-incidents'

/** A round may be this late. */
const knownMs = 60_000
const incidentsMax = 100
const maintenanceMax = 50
const publicStates = ['investigating', 'identified', 'monitoring', 'resolved'] as const

/** The content of the public page, without any organisation's data. */
export async function readStatus(ctx: OpContext): Promise<StatusView> {
  return withShared(ctx, async (tx) => {
    const rows = await listPublished(tx, ctx.now)
    return {
      asOf: ctx.now.toISOString(),
      services: await readServices(tx, ctx.now, rows),
      incidents: await viewsOf(tx, rows),
      maintenance: await readMaintenance(tx, ctx.now),
    }
  })
}

async function readServices(
  tx: Tx,
  now: Date,
  published: readonly PublishedIncident[],
): Promise<StatusView['services']> {
  // The operator site is not a customer service.
  const sites = listSiteSubjects().filter(({ id }) => id === 'portal')
  const subjects: Subject[] = [...(await listZoneSubjects(tx)), ...sites]
  const cities = await listZoneCities(tx)
  const days = parisDaysUntil(now, statusDays)
  const whole: Span = { from: days[0]?.from ?? now.getTime(), to: now.getTime() }
  const sights = await readTransitions(tx, subjects, whole)
  return subjects.map(({ kind, id, name }) => {
    const measured = sights.get(id)?.transitions ?? []
    const last = lastSeen(measured, sights.get(id)?.knownUntil ?? null, now.getTime())
    const incidents = spansOf(published, id, now)
    const transitions = withIncidents(measured, incidents)
    return {
      kind: kind === 'zone' ? 'zone' : 'site',
      id,
      name,
      city: cities.get(id) ?? '',
      isDown: last === 'down',
      isKnown: last !== 'unknown',
      isDisturbed: published.some(({ incident }) => isOf(incident, id) && incident.state !== 'resolved'),
      availabilityPpm: computeAvailability(transitions, whole, []).availabilityPpm,
      days: days.map(({ day, from, to }) => {
        const span = { from, to: Math.min(to, whole.to) }
        const seen = computeAvailability(transitions, span, [])
        return {
          day,
          availabilityPpm: seen.availabilityPpm,
          downMs: seen.downMs,
          unknownMs: seen.unknownMs,
          incidents: touching(incidents, span),
        }
      }),
    }
  })
}

/** The state of the newest round, unless it is too old to count as current. */
function lastSeen(transitions: readonly Transition[], knownUntil: number | null, now: number): Reading {
  if (knownUntil === null || now - knownUntil > knownMs) return 'unknown'
  return transitions.findLast(({ at }) => at < knownUntil)?.state ?? 'unknown'
}

type PublishedIncident = Awaited<ReturnType<typeof listIncidents>>[number]

const listPublished = (tx: Tx, now: Date): Promise<PublishedIncident[]> =>
  listIncidents(tx, { states: publicStates, since: addSeconds(now, -statusDays * 86_400) }, incidentsMax)

/** Incidents of a zone, its racks and its hosts; of a site by its name. */
const isOf = ({ domain, domainId, zoneId }: PublishedIncident['incident'], serviceId: string) =>
  domain === 'site' ? domainId === serviceId : zoneId === serviceId

function spansOf(published: readonly PublishedIncident[], serviceId: string, now: Date): IncidentSpan[] {
  return published
    .filter(({ incident }) => isOf(incident, serviceId))
    .map(({ incident: { number, startedAt, repairedAt, resolvedAt } }) => ({
      number,
      from: startedAt.getTime(),
      to: (repairedAt ?? resolvedAt ?? now).getTime(),
    }))
}

async function viewsOf(tx: Tx, rows: readonly PublishedIncident[]): Promise<PublicIncident[]> {
  const updates = groupedBy(
    await listUpdates(
      tx,
      rows.map(({ incident }) => incident.id),
    ),
    ({ incidentId }) => incidentId,
  )
  return rows.map(({ incident, zone }) => ({
    id: incident.id,
    number: incident.number,
    state: incident.state,
    severity: incident.severity,
    titleFr: incident.titleFr,
    titleEn: incident.titleEn,
    zone,
    startedAt: incident.startedAt.toISOString(),
    repairedAt: incident.repairedAt?.toISOString() ?? null,
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
    rootCauseFr: incident.rootCauseFr,
    rootCauseEn: incident.rootCauseEn,
    postMortemFr: incident.postMortemFr,
    postMortemEn: incident.postMortemEn,
    updates: (updates.get(incident.id) ?? []).map(updateView),
  }))
}

async function readMaintenance(tx: Tx, now: Date): Promise<PublicMaintenance[]> {
  const rows = await listMaintenance(tx, { endingAfter: now }, maintenanceMax)
  return rows
    .map((row) => ({ ...maintenanceSummary(row, now), zoneCode: row.zoneCode }))
    .filter(({ state }) => state !== 'done')
    .reverse()
}
