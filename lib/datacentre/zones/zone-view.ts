import type { listPoolRows, listZoneTotals } from '../queries/zone-contents'
import type { listZoneReach } from './queries/zone-reach'
import type { InventoryPool, InventoryZone, ZoneReach } from './views'

type ZoneRow = Awaited<ReturnType<typeof listZoneTotals>>[number]
type PoolRow = Awaited<ReturnType<typeof listPoolRows>>[number]
type ReachRow = Awaited<ReturnType<typeof listZoneReach>>[number]

/** A zone as operators see it: sellable and free capacity, and whether its hypervisor answers. */
export function zoneView(
  row: ZoneRow,
  pools: readonly PoolRow[],
  reaches: readonly ReachRow[],
): InventoryZone {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    city: row.city,
    state: row.state,
    keepsHeadroom: row.keepsHeadroom,
    placement: row.placement,
    reach: reachView(reaches.find((reach) => reach.zoneId === row.id)),
    hosts: row.hosts,
    hostsOpen: row.hostsOpen,
    racks: row.racks,
    capacity: {
      vcpu: { free: row.vcpuFree, total: row.vcpuTotal },
      memoryMib: { free: row.memoryMibFree, total: row.memoryMibTotal },
      diskGib: { free: row.diskGibFree, total: row.diskGibTotal },
    },
    reserved: { vcpu: row.vcpuReserved, memoryMib: row.memoryMibReserved, diskGib: row.diskGibReserved },
    pools: pools.filter((pool) => pool.zoneId === row.id).map(poolView),
  }
}

function poolView(pool: PoolRow): InventoryPool {
  return {
    id: pool.id,
    name: pool.name,
    volumeClass: pool.volumeClass,
    gib: { total: pool.gibPhysical, reserved: pool.gibReserved, free: pool.gibFree },
  }
}

/** A failure is shown until the hypervisor has answered again. */
function reachView(row: ReachRow | undefined): ZoneReach | null {
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
