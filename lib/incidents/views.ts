import type { IncidentSummary, IncidentUpdateView } from './client'
import type { findIncident, IncidentUpdateRow } from './queries/incidents'

type Found = NonNullable<Awaited<ReturnType<typeof findIncident>>>

export function incidentSummary({ incident, zone, resources }: Found): IncidentSummary {
  return {
    id: incident.id,
    number: incident.number,
    state: incident.state,
    severity: incident.severity,
    titleFr: incident.titleFr,
    titleEn: incident.titleEn,
    domain: incident.domain,
    domainId: incident.domainId,
    zone,
    startedAt: incident.startedAt.toISOString(),
    detectedAt: incident.detectedAt.toISOString(),
    repairedAt: incident.repairedAt?.toISOString() ?? null,
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
    resources,
  }
}

export function updateView({ id, at, state, textFr, textEn }: IncidentUpdateRow): IncidentUpdateView {
  return { id, at: at.toISOString(), state, textFr, textEn }
}
