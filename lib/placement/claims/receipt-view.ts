import type { PlacementGroupView } from '../scheduler/placement'
import type { PlacementView } from './placement-view'

/** A group that a server belongs to, and whether the server keeps its rule with the others where it stands now. */
export type RuleView = PlacementGroupView & { isKept: boolean }

/** Where a resource stands now, and what that means when something there fails. */
export type PlacementReceipt = PlacementView & {
  /** Levels at which others of the organisation stand beside it; one without any has no entry. */
  neighbours: { level: 'host' | 'rack' | 'room' | 'pool'; count: number; names: string[] }[]
  rules: RuleView[]
}
