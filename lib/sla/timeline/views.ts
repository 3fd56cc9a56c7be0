import type { IncidentSeverity, IncidentState, MaintenanceState } from '~/db/schema/incidents'
import type { VantageKind } from '~/db/schema/sla/sla'
import type { Exclusion } from '../contract/exclusions'
import type { DrawnSpan } from './thin-out'

/** All that happened to a resource over half-open `[from, to)`. Instants in milliseconds since 1970, UTC. */
export type TimelineView = {
  from: number
  to: number
  /** Now, as the server has it. */
  now: number
  /** What all vantages say together; nothing before it worked and after its end. */
  together: readonly DrawnSpan[]
  vantages: readonly { id: string; kind: VantageKind; name: string; spans: readonly DrawnSpan[] }[]
  /** True when spans were drawn longer than they were, so that they can be seen from so far. */
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
  /** What is given for its months, without VAT, as a decimal string; each lies on its month. */
  credits: readonly { period: string; cents: string; from: number; to: number }[]
  /** What its people did; null where the reader may not know. */
  actions: readonly { id: string; event: string; by: string; at: number }[] | null
  /** The states it was in. */
  states: readonly { state: string; from: number; to: number }[]
}
