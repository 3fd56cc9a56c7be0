/** Why a server cannot change hosts: it is on the only one, or has volumes that would stay behind. */
export type MoveObstacle = 'one_host' | 'local_volumes'
/** Whether moving a server would keep more of its placement rules; null when it keeps them all. */
export type PlacementRepair =
  | { isPossible: true }
  | { isPossible: false; reason: MoveObstacle | 'no_better_host' }
