import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { listPoolRows, listZoneTotals } from '../queries/zone-contents'
import { listZoneReach } from './queries/zone-reach'
import type { InventoryZone } from './views'
import { zoneView } from './zone-view'

/** Lists every zone with the sellable and free capacity of its hosts in service, and its storage pools. */
export async function listInventory(ctx: OpContext): Promise<InventoryZone[]> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const pools = await listPoolRows(tx)
    const reaches = await listZoneReach(tx)
    return (await listZoneTotals(tx)).map((row) => zoneView(row, pools, reaches))
  })
}
