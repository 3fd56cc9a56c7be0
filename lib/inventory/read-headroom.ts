import type { Tx } from '~/db/client'
import { countClaimsByRack, listRoomOnHosts } from '~/db/queries/inventory/headroom'
import type { Id } from '~/lib/kernel/ids'
import type { Headroom } from './client'
import { planHeadroom } from './plan-headroom'

/** What losing any one rack of the zone would mean now. */
export async function readHeadroom(tx: Tx, zoneId: Id<'zone'>): Promise<Headroom> {
  return planHeadroom(await listRoomOnHosts(tx, zoneId), await countClaimsByRack(tx, zoneId))
}
