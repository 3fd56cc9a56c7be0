import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { listPoolRows, listZoneTotals } from '../queries/pages'
import { listZoneReach } from './queries/zone-reach'
import type { InventoryZone } from './views'
import { zoneView } from './zone-view'

/** Every zone with what its hosts in service can sell and have left, and its storage pools. */
export async function listInventory(ctx: OpContext): Promise<InventoryZone[]> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const pools = await listPoolRows(tx)
    const reaches = await listZoneReach(tx)
    return (await listZoneTotals(tx)).map((row) => zoneView(row, pools, reaches))
  })
}
