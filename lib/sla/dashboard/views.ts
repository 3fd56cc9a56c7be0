import type { IncidentSeverity, IncidentState } from '~/db/schema/incidents'
import type { Id } from '~/lib/kernel/ids'
import type { DayView } from './days'
import type { LevelState } from './levels'

export type ResourceKind = 'instance' | 'volume'

/** How a server or a volume did in a month. Durations in milliseconds, availabilities in parts per million. */
export type LevelView = {
  id: string
  kind: ResourceKind
  name: string
  project: { id: Id<'project'>; name: string }
  zone: { id: Id<'zone'>; code: string; name: string }
  bundle: string
  state: LevelState
  availabilityPpm: number | null
  objectivePpm: number | null
  /** What the month may lose and what of it is left; null where nothing is promised. */
  budget: { allowedMs: number; leftMs: number } | null
  downMs: number
  unknownMs: number
  excludedMs: number
}

/** The same, day by day. */
export type LevelWithDays = LevelView & {
  days: readonly DayView[]
  /** What is given for the month, without VAT, as a decimal string; null while there is nothing. */
  creditCents: string | null
}

/** Several resources as one: each counts for as long as it was seen. */
export type GroupView = {
  id: string
  name: string
  resources: number
  breached: number
  availabilityPpm: number | null
  downMs: number
  unknownMs: number
}

/** A zone as a whole, against what is promised of it. */
export type ZoneLevelView = {
  id: string
  code: string
  name: string
  availabilityPpm: number | null
  objectivePpm: number | null
  state: LevelState
  downMs: number
  unknownMs: number
}

/** An incident, and which of the organisation's resources it touched. Instants as ISO 8601. */
export type TouchedView = {
  id: Id<'incident'>
  number: number
  state: IncidentState
  severity: IncidentSeverity
  title: { fr: string; en: string }
  from: string
  /** Null while it touches one of them. */
  to: string | null
  resources: readonly { id: string; name: string }[]
}

export type MonthView = { period: string; from: string; to: string; isRunning: boolean }

export type ServiceLevelsView = {
  month: MonthView
  /** Those that can be chosen, newest first. */
  periods: readonly string[]
  projects: readonly { id: Id<'project'>; name: string }[]
  zones: readonly { code: string; name: string }[]
  /** Of all that the choice of project and zone leaves, whatever the state. */
  total: Omit<GroupView, 'id' | 'name'>
  /** What is given for the month, without VAT, as a decimal string. */
  creditCents: string
  /** The one that has least left of what it may lose. */
  tightest: LevelView | null
  /** One page of what the whole choice leaves, the most pressing first. */
  rows: readonly LevelWithDays[]
  count: number
  byProject: readonly GroupView[]
  byZone: readonly ZoneLevelView[]
  incidents: readonly TouchedView[]
}
