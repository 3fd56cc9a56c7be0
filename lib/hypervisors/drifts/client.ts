import type { DriftState } from '~/db/schema/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import type { DriftKind } from './kinds'

/** The last comparison of a zone that ended well; instants are ISO strings. */
export type ComparisonView = {
  zoneId: Id<'zone'>
  zoneCode: string
  zoneName: string
  /** Null until the first one. */
  comparedAt: string | null
  /** Several turns have passed without a comparison: the counts say nothing of now. */
  isOverdue: boolean
  objects: number
  open: number
  healed: number
  withheld: number
}
export type DriftView = {
  id: Id<'drift'>
  kind: DriftKind
  zoneCode: string
  zoneName: string
  subject: string
  expected: string | null
  found: string | null
  state: DriftState
  /** First seen after rows were lost, and not put right before a person says so. */
  isHeld: boolean
  firstSeenAt: string
  endedAt: string | null
}
export type DriftPage = { comparisons: ComparisonView[]; drifts: DriftView[] }
