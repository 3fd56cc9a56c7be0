/** Why a server cannot change hosts: it is on the only one, or has local volumes. */
export type MoveObstacle = 'one_host' | 'local_volumes'
/** Whether moving a server would satisfy more of its placement rules; null when all are satisfied. */
export type PlacementRepair =
  | { isPossible: true }
  | { isPossible: false; reason: MoveObstacle | 'no_better_host' }
