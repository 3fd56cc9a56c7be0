import type { DriftState } from '~/db/schema/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import type { DriftKind } from './kinds'

/** The last successful comparison of a zone; instants are ISO strings. */
export type ComparisonView = {
  zoneId: Id<'zone'>
  zoneCode: string
  zoneName: string
  /** Null before the first one. */
  comparedAt: string | null
  /** Several comparisons are overdue, so the counts are stale. */
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
  /** First seen after rows were lost; not repaired until a person decides. */
  isHeld: boolean
  firstSeenAt: string
  endedAt: string | null
}
export type DriftPage = { comparisons: ComparisonView[]; drifts: DriftView[] }
