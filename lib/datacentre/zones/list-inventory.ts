import { withStaff } from '~/db/client'
import { listPoolRows, listZoneTotals } from '~/db/queries/inventory/pages'
import { listZoneReach } from '~/db/queries/inventory/zone-reach'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
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
