import type { GroupRule } from './place-rules'
import type { PlaceableResource } from './place-snapshot'

export type PlacementRequest = {
  resources: readonly PlaceableResource[]
  /** Whose dedicated hosts are open to it. */
  organisationId?: string
  groups?: readonly GroupRule[]
}

/** Among how many best candidates the salt chooses: enough that rivals spread, few enough to keep the policy. */
export const candidatesConsidered = 5
