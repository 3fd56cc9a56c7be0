import type { Tx } from '~/db/client'
import type { PlacementView } from './placement-view'
import { listPlacements as listPlacementRows } from './queries/capacity'

/** Where these resources stand, as their owner is told; one that never got a place has no entry. */
export async function listPlacements(tx: Tx, resourceIds: string[]): Promise<PlacementView[]> {
  return resourceIds.length === 0 ? [] : listPlacementRows(tx, resourceIds)
}
