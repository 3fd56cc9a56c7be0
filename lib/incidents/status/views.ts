import type { IncidentSeverity, IncidentState, MaintenanceState } from '~/db/schema/incidents'

/** Paris days that the status page shows. */
export const statusDays = 90

/** A Paris day of a service, with published incidents counted as down. Figures are null without measurements. */
export type DayState = {
  /** `2026-11-26`. */
  day: string
  availabilityPpm: number | null
  downMs: number
  unknownMs: number
  /** Numbers of the published incidents that affected the service on this day. */
  incidents: number[]
}

export type PublicIncident = {
  id: string
  number: number
  state: IncidentState
  severity: IncidentSeverity
  titleFr: string
  titleEn: string
  /** Null for our own sites. */
  zone: string | null
  startedAt: string
  repairedAt: string | null
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

/** All data of the public page, stored as is for when the database is down. Instants are ISO 8601, UTC. */
export type StatusView = {
  /** When the data was read. */
  asOf: string
  services: {
    kind: 'zone' | 'site'
    id: string
    /** The code of a zone, or the name of a site. */
    name: string
    city: string
    /** By the last probe; neither up nor down when unknown. */
    isDown: boolean
    isKnown: boolean
    /** A published incident affects it now. */
    isDisturbed: boolean
    /** Parts per million over all days, rounded down; null without measurements. */
    availabilityPpm: number | null
    /** Oldest first. */
    days: DayState[]
  }[]
  incidents: PublicIncident[]
  maintenance: PublicMaintenance[]
}
