import type { PlacementGroupView } from '../scheduler/placement'
import type { PlacementView } from './placement-view'

/** A group of a server, and whether the server satisfies its rule at its current place. */
export type RuleView = PlacementGroupView & { isKept: boolean }

/** The current place of a resource, and what fails with it. */
export type PlacementReceipt = PlacementView & {
  /** Levels shared with other resources of the organisation; a level without any has no entry. */
  neighbours: { level: 'host' | 'rack' | 'room' | 'pool'; count: number; names: string[] }[]
  rules: RuleView[]
}
