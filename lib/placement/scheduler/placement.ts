import type { Id } from '~/lib/kernel/ids'

export const placementRelations = ['apart', 'together'] as const
export type PlacementRelation = (typeof placementRelations)[number]
export const placementLevels = ['host', 'rack', 'room'] as const
export type PlacementLevel = (typeof placementLevels)[number]
export const placementStrengths = ['must', 'should'] as const
export type PlacementStrength = (typeof placementStrengths)[number]

/** Servers that shall stand apart or together, as their project knows them. */
export type PlacementGroupView = {
  id: Id<'placementGroup'>
  name: string
  relation: PlacementRelation
  level: PlacementLevel
  strength: PlacementStrength
  /** Members that hold a place now. */
  members: number
}
