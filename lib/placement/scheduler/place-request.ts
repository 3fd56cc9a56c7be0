import type { GroupRule } from './place-rules'
import type { PlaceableResource } from './place-snapshot'

export type PlacementRequest = {
  resources: readonly PlaceableResource[]
  /** The organisation, for its dedicated hosts. */
  organisationId?: string
  groups?: readonly GroupRule[]
}

/**
 * The salt chooses among this many best candidates: enough to spread rivals, few enough to follow the policy.
 */
export const candidatesConsidered = 5
