import { and, asc, count, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Tx } from '~/db/client'
import { sells } from '~/db/expressions/selling-host'
import { zones } from '~/db/schema/catalogue'
import { allocations, hosts, racks, rooms, sites, storagePools } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'
import { rackColumns } from './zone-racks'

const live = inArray(allocations.state, ['pending', 'posted'])
const isOpen = sql`${sells}`
const sumOpen = (amount: SQL | PgColumn) => sql<number>`sum(${amount}) filter (where ${isOpen})`
const sum = (amount: SQL.Aliased) => sql<number>`coalesce(sum(${amount}), 0)::float8`

/** Every zone with the sellable and free capacity of its hosts in service, by position. */
export async function listZoneTotals(tx: Tx, zoneId?: Id<'zone'>) {
  // Grouped by rack first, so that racks are counted without sorting every host.
  const perRack = tx
    .select({
      zoneId: hosts.zoneId,
      hosts: sql<number>`count(*)`.as('hosts'),
      hostsOpen: sql<number>`count(*) filter (where ${isOpen})`.as('hosts_open'),
      vcpuFree: sumOpen(hosts.vcpuFree).as('vcpu_free'),
      vcpuTotal: sumOpen(
        sql`${hosts.vcpuPhysical} * ${hosts.vcpuOvercommitPercent} / 100 - ${hosts.vcpuReserved}`,
      ).as('vcpu_total'),
      memoryMibFree: sumOpen(hosts.memoryMibFree).as('memory_mib_free'),
      memoryMibTotal: sumOpen(sql`${hosts.memoryMibPhysical} - ${hosts.memoryMibReserved}`).as(
        'memory_mib_total',
      ),
      vcpuReserved: sumOpen(hosts.vcpuReserved).as('vcpu_reserved'),
      memoryMibReserved: sumOpen(hosts.memoryMibReserved).as('memory_mib_reserved'),
      diskGibReserved: sumOpen(hosts.diskGibReserved).as('disk_gib_reserved'),
      diskGibFree: sumOpen(hosts.diskGibFree).as('disk_gib_free'),
      diskGibTotal: sumOpen(sql`${hosts.diskGibPhysical} - ${hosts.diskGibReserved}`).as('disk_gib_total'),
    })
    .from(hosts)
    .where(zoneId ? eq(hosts.zoneId, zoneId) : undefined)
    .groupBy(hosts.zoneId, hosts.rackId)
    .as('per_rack')
  return tx
    .select({
      id: zones.id,
      code: zones.code,
      name: zones.name,
      city: zones.city,
      state: zones.state,
      keepsHeadroom: zones.keepsHeadroom,
      placement: zones.placement,
      hosts: sum(perRack.hosts),
      hostsOpen: sum(perRack.hostsOpen),
      racks: count(perRack.zoneId),
      vcpuFree: sum(perRack.vcpuFree),
      vcpuTotal: sum(perRack.vcpuTotal),
      memoryMibFree: sum(perRack.memoryMibFree),
      memoryMibTotal: sum(perRack.memoryMibTotal),
      diskGibFree: sum(perRack.diskGibFree),
      diskGibTotal: sum(perRack.diskGibTotal),
      vcpuReserved: sum(perRack.vcpuReserved),
      memoryMibReserved: sum(perRack.memoryMibReserved),
      diskGibReserved: sum(perRack.diskGibReserved),
    })
    .from(zones)
    .leftJoin(perRack, eq(perRack.zoneId, zones.id))
    .where(zoneId ? eq(zones.id, zoneId) : undefined)
    .groupBy(zones.id)
    .orderBy(asc(zones.position), asc(zones.id))
}

/** One rack with its room, site and zone. */
export async function findRackPlace(tx: Tx, rackId: Id<'rack'>) {
  const [row] = await tx
    .select({ ...rackColumns, city: sites.city, zoneId: zones.id, zone: zones.name, zoneCode: zones.code })
    .from(racks)
    .innerJoin(rooms, eq(rooms.id, racks.roomId))
    .innerJoin(sites, eq(sites.id, rooms.siteId))
    .innerJoin(zones, eq(zones.id, sites.zoneId))
    .where(eq(racks.id, rackId))
  return row ?? null
}

/** The hosts of these racks with their numbers of live claims, from the top of the rack, then by name. */
export async function listHostsOfRacks(tx: Tx, rackIds: Id<'rack'>[]) {
  if (rackIds.length === 0) return []
  return tx
    .select({ host: hosts, allocations: count(allocations.id) })
    .from(hosts)
    .leftJoin(allocations, and(eq(allocations.hostId, hosts.id), live))
    .where(inArray(hosts.rackId, rackIds))
    .groupBy(hosts.id)
    .orderBy(sql`${hosts.rackUnit} desc nulls last`, asc(hosts.name))
}

export async function listPoolRows(tx: Tx, zoneId?: Id<'zone'>) {
  return tx
    .select()
    .from(storagePools)
    .where(zoneId ? eq(storagePools.zoneId, zoneId) : undefined)
    .orderBy(asc(storagePools.name))
}
