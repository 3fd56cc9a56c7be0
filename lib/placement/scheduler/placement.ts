import type { Id } from '~/lib/kernel/ids'

export const placementRelations = ['apart', 'together'] as const
export type PlacementRelation = (typeof placementRelations)[number]
export const placementLevels = ['host', 'rack', 'room'] as const
export type PlacementLevel = (typeof placementLevels)[number]
export const placementStrengths = ['must', 'should'] as const
export type PlacementStrength = (typeof placementStrengths)[number]

/** A group of servers that are apart or together, as its project sees it. */
export type PlacementGroupView = {
  id: Id<'placementGroup'>
  name: string
  relation: PlacementRelation
  level: PlacementLevel
  strength: PlacementStrength
  /** Members with a place now. */
  members: number
}
