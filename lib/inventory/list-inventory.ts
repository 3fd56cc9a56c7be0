import { withStaff } from '~/db/client'
import { listHostRows, listPoolRows, listRackRows } from '~/db/queries/inventory/hosts'
import { listZoneReach } from '~/db/queries/inventory/zone-reach'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { InventoryPool, InventoryZone, ZoneReach } from './client'
import { hostView } from './host-view'

/** The whole datacenter: zones, their rooms, racks and hosts, and their storage pools. */
export async function listInventory(ctx: OpContext): Promise<InventoryZone[]> {
  authorizeStaff(ctx, 'inventory:read')
  const { racks, hosts, pools, reaches } = await withStaff(ctx, async (tx) => ({
    racks: await listRackRows(tx),
    hosts: await listHostRows(tx),
    pools: await listPoolRows(tx),
    reaches: await listZoneReach(tx),
  }))
  const zones = new Map<string, InventoryZone>()
  for (const row of racks) {
    const zone = zones.get(row.zoneId) ?? {
      id: row.zoneId,
      code: row.zoneCode,
      name: row.zone,
      state: row.zoneState,
      reach: reachView(reaches.find((reach) => reach.zoneId === row.zoneId)),
      rooms: [],
      pools: pools.filter((pool) => pool.zoneId === row.zoneId).map(poolView),
    }
    zones.set(row.zoneId, zone)
    let room = zone.rooms.find((each) => each.id === row.roomId)
    if (!room) {
      room = { id: row.roomId, name: row.room, site: row.site, city: row.city, racks: [] }
      zone.rooms.push(room)
    }
    room.racks.push({
      id: row.rackId,
      name: row.rack,
      hosts: hosts
        .filter(({ host }) => host.rackId === row.rackId)
        .map((each) => hostView(each.host, each.allocations)),
    })
  }
  return [...zones.values()]
}

function poolView(pool: Awaited<ReturnType<typeof listPoolRows>>[number]): InventoryPool {
  return {
    id: pool.id,
    name: pool.name,
    volumeClass: pool.volumeClass,
    gib: { total: pool.gibPhysical, reserved: pool.gibReserved, free: pool.gibFree },
  }
}

/** A failure is told until the hypervisor has answered since. */
function reachView(row: Awaited<ReturnType<typeof listZoneReach>>[number] | undefined): ZoneReach | null {
  if (!row) return null
  const { isReachable, reachedAt, failedAt, failureCode, failureText } = row
  return {
    isReachable,
    reachedAt: reachedAt?.toISOString() ?? null,
    failure:
      !isReachable && failedAt && failureCode
        ? { code: failureCode, text: failureText ?? '', at: failedAt.toISOString() }
        : null,
  }
}
