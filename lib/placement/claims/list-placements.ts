import type { Tx } from '~/db/client'
import { listPlacements as listPlacementRows } from '~/db/queries/inventory/capacity'
import type { PlacementView } from './placement-view'

/** Where these resources stand, as their owner is told; one that never got a place has no entry. */
export async function listPlacements(tx: Tx, resourceIds: string[]): Promise<PlacementView[]> {
  return resourceIds.length === 0 ? [] : listPlacementRows(tx, resourceIds)
}
