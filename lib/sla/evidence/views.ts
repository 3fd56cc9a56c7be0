import type { VantageKind } from '~/db/schema/sla/sla'
import type { Availability } from '../availability/compute-availability'
import type { Reading } from '../availability/transitions'
import type { Exclusion } from '../contract/exclusions'
import type { LevelWithDays, MonthView, ResourceKind, TouchedView } from '../dashboard/views'
import type { Stretch } from './stretches'

/** The facts behind an availability. Instants in milliseconds since 1970, UTC. */
export type EvidenceView = {
  resource: { id: string; kind: ResourceKind; name: string }
  month: MonthView
  /** Selectable months, newest first. */
  periods: readonly string[]
  /** Null for a month in which it did not exist. */
  evidence: {
    level: LevelWithDays
    contractVersion: number
    window: { from: number; to: number }
    isComplete: boolean
    sums: Availability
    /** In order, without gaps: together they add up to the window. The first few hundred of `stretchCount`. */
    stretches: readonly Stretch[]
    stretchCount: number
    exclusions: readonly Exclusion[]
    vantages: readonly {
      id: string
      kind: VantageKind
      name: string
      transitions: readonly { at: number; state: Reading }[]
      transitionCount: number
    }[]
    incidents: readonly TouchedView[]
  } | null
}
