import type { IncidentSeverity, IncidentState } from '~/db/schema/incidents'
import type { Id } from '~/lib/kernel/ids'
import type { DayView } from './days'
import type { LevelState } from './levels'

export type ResourceKind = 'instance' | 'volume'

/** The level of a server or volume in a month. Durations in milliseconds, availabilities in parts per million. */
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
  /** The allowed downtime of the month and the rest of it; null without an objective. */
  budget: { allowedMs: number; leftMs: number } | null
  downMs: number
  unknownMs: number
  excludedMs: number
}

/**
 * The credit for a month without VAT, as decimal strings. `calculation`: the part of the price that is given back, for an
 * availability below `belowPpm` (null: below the objective); null when later corrections changed the amount.
 */
export type MonthCreditView = {
  cents: string
  /** Of the running month, as if the resource were available until its end. */
  isEstimate: boolean
  calculation: { priceCents: string; basisPoints: number; belowPpm: number | null } | null
}

/** A level with its days. */
export type LevelWithDays = LevelView & {
  days: readonly DayView[]
  /** Credit for the month; null without one. */
  credit: MonthCreditView | null
}

/** Several resources summed: each weighs as its observed time. */
export type GroupView = {
  id: string
  name: string
  resources: number
  breached: number
  availabilityPpm: number | null
  downMs: number
  unknownMs: number
}

/** A whole zone against its objective. */
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

/** An incident and the organisation's affected resources. Instants are ISO 8601. */
export type TouchedView = {
  id: Id<'incident'>
  number: number
  state: IncidentState
  severity: IncidentSeverity
  title: { fr: string; en: string }
  from: string
  /** Null while it affects one of them. */
  to: string | null
  resources: readonly { id: string; name: string }[]
}

export type MonthView = { period: string; from: string; to: string; isRunning: boolean }

export type ServiceLevelsView = {
  month: MonthView
  /** Selectable months, newest first. */
  periods: readonly string[]
  projects: readonly { id: Id<'project'>; name: string }[]
  zones: readonly { code: string; name: string }[]
  /** Totals under the project and zone filters, in any state. */
  total: Omit<GroupView, 'id' | 'name'>
  /** Credit for the month, without VAT, as a decimal string; estimated while the month is running. */
  creditCents: string
  /** The resource with the smallest remaining budget. */
  tightest: LevelView | null
  /** One page of the filtered list, most pressing first. */
  rows: readonly LevelWithDays[]
  count: number
  byProject: readonly GroupView[]
  byZone: readonly ZoneLevelView[]
  incidents: readonly TouchedView[]
}
