import type { Tx } from '~/db/client'
import type { PlacementView } from './placement-view'
import { listPlacements as listPlacementRows } from './queries/capacity'

/** The places of these resources, as shown to their owner; a resource without a place has no entry. */
export async function listPlacements(tx: Tx, resourceIds: string[]): Promise<PlacementView[]> {
  return resourceIds.length === 0 ? [] : listPlacementRows(tx, resourceIds)
}
