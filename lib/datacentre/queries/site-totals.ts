import { asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sells } from '~/db/expressions/selling-host'
import { zones } from '~/db/schema/catalogue'
import { hosts, racks, rooms, sites } from '~/db/schema/inventory'

/** Every site with its hosts and the memory of those that sell, by zone and name. */
export async function listSiteTotals(tx: Tx) {
  const total = sql`${hosts.memoryMibPhysical} - ${hosts.memoryMibReserved}`
  return tx
    .select({
      id: sites.id,
      name: sites.name,
      city: sites.city,
      address: sites.address,
      zoneId: zones.id,
      zone: zones.name,
      hosts: sql<number>`count(${hosts.id})::int`,
      hostsOpen: sql<number>`count(${hosts.id}) filter (where ${sells})::int`,
      memoryMib: sql<number>`coalesce(sum(${total}) filter (where ${sells}), 0)::float8`,
      memoryMibFree: sql<number>`coalesce(sum(${hosts.memoryMibFree}) filter (where ${sells}), 0)::float8`,
    })
    .from(sites)
    .innerJoin(zones, eq(zones.id, sites.zoneId))
    .leftJoin(rooms, eq(rooms.siteId, sites.id))
    .leftJoin(racks, eq(racks.roomId, rooms.id))
    .leftJoin(hosts, eq(hosts.rackId, racks.id))
    .groupBy(sites.id, zones.id)
    .orderBy(asc(zones.position), asc(sites.name), asc(sites.id))
}
