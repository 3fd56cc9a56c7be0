import type { IncidentSeverity, IncidentState, MaintenanceState } from '~/db/schema/incidents'

/** A day of Paris: what was measured of it, published incidents counted as down. Null figures where nothing was seen. */
export type DayState = {
  /** `2026-11-26`. */
  day: string
  availabilityPpm: number | null
  downMs: number
  unknownMs: number
  /** Numbers of the published incidents that touched the service on this day. */
  incidents: number[]
}

export type PublicIncident = {
  id: string
  number: number
  state: IncidentState
  severity: IncidentSeverity
  titleFr: string
  titleEn: string
  /** Null of one of our own sites. */
  zone: string | null
  startedAt: string
  resolvedAt: string | null
  rootCauseFr: string | null
  rootCauseEn: string | null
  postMortemFr: string | null
  postMortemEn: string | null
  updates: { id: string; at: string; state: IncidentState; textFr: string; textEn: string }[]
}

export type PublicMaintenance = {
  id: string
  state: MaintenanceState
  titleFr: string
  titleEn: string
  descriptionFr: string
  descriptionEn: string
  zone: string
  zoneCode: string
  startsAt: string
  endsAt: string
  announcedAt: string
  revision: number
}

/** Everything that the public page shows, without the database: it is kept as it is. Instants as ISO 8601, UTC. */
export type StatusView = {
  /** When it was read. */
  asOf: string
  services: {
    kind: 'zone' | 'site'
    id: string
    /** The code of a zone, or the name of a site. */
    name: string
    city: string
    /** As it was last seen; neither when nobody could look. */
    isDown: boolean
    isKnown: boolean
    /** A published incident touches it now. */
    isDisturbed: boolean
    /** Parts per million over all the days, cut; null when nothing was seen. */
    availabilityPpm: number | null
    /** Oldest first. */
    days: DayState[]
  }[]
  incidents: PublicIncident[]
  maintenance: PublicMaintenance[]
}
