import type { IncidentSeverity, IncidentState, MaintenanceState } from '~/db/schema/incidents'
import type { VantageKind } from '~/db/schema/sla/sla'
import type { Exclusion } from '../contract/exclusions'
import type { DrawnSpan } from './thin-out'

/** The events of a resource over half-open `[from, to)`. Instants in milliseconds since 1970, UTC. */
export type TimelineView = {
  from: number
  to: number
  /** The server's current time. */
  now: number
  /** The state by all vantages together; empty before its delivery and after its end. */
  together: readonly DrawnSpan[]
  vantages: readonly { id: string; kind: VantageKind; name: string; spans: readonly DrawnSpan[] }[]
  /** True when intervals were drawn wider than their duration to be visible. */
  isThinned: boolean
  exclusions: readonly Exclusion[]
  incidents: readonly {
    id: string
    number: number
    state: IncidentState
    severity: IncidentSeverity
    title: { fr: string; en: string }
    from: number
    to: number | null
  }[]
  works: readonly {
    id: string
    state: MaintenanceState
    title: { fr: string; en: string }
    from: number
    to: number
  }[]
  /** Credits for its months, without VAT, as decimal strings; each is placed on its month. */
  credits: readonly { period: string; cents: string; from: number; to: number }[]
  /** Its members' actions; null when the reader may not see them. */
  actions: readonly { id: string; event: string; by: string; at: number }[] | null
  /** Its states. */
  states: readonly { state: string; from: number; to: number }[]
}
