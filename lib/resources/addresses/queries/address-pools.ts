import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { hypervisors } from '~/db/schema/hypervisors'
import { addressPools, publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

/** The pools of a zone, each with its number of addresses and of those given. */
export async function listPools(tx: Tx, zoneId: Id<'zone'>) {
  return tx
    .select({
      id: addressPools.id,
      range: addressPools.range,
      createdAt: addressPools.createdAt,
      family: sql<4 | 6>`family(address_pools.range)`,
      total: sql<number>`(case family(address_pools.range) when 6 then 2 ^ (64 - masklen(address_pools.range))
        else (select count(*) from app.addresses_of(address_pools.range)) end)::float8`,
      reserved: sql<number>`((select count(*) from ${publicAddresses}
          where public_addresses.pool_id = address_pools.id and public_addresses.released_at is null)
        + (select count(*) from private_networks n where n.removed_at is null and n.range6::cidr <<= address_pools.range))::int`,
      attached: sql<number>`(select count(*)::int from ${publicAddresses}
        where public_addresses.pool_id = address_pools.id and public_addresses.instance_id is not null)`,
    })
    .from(addressPools)
    .where(and(eq(addressPools.zoneId, zoneId), isNull(addressPools.removedAt)))
    .orderBy(asc(addressPools.range))
}

/** Whether networks of the zone can have a /64 each. */
export async function canRouteRange6(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  const [row] = await tx.execute<{ can: boolean }>(sql`select app.can_route_range6(${zoneId}) as can`)
  return row?.can ?? false
}

/** The IPv6 ranges that the zone's OVN routes to networks; null where that is unknown, or it has no OVN. */
export async function findUplinkRoutes6(tx: Tx, zoneId: Id<'zone'>): Promise<string[] | null> {
  const [row] = await tx
    .select({ facts: hypervisors.facts })
    .from(hypervisors)
    .where(and(eq(hypervisors.zoneId, zoneId), ne(hypervisors.state, 'removed')))
  return row?.facts?.routes6 ?? null
}

/** A management range of any hypervisor that overlaps this range; null when there is none. */
export async function findManagementRange(tx: Tx, range: string): Promise<string | null> {
  const [row] = await tx.execute<{ range: string }>(sql`
    select m as range from hypervisors h, unnest(h.management_ranges) m where h.state <> 'removed' and m::inet && ${range}::inet limit 1`)
  return row?.range ?? null
}

export async function zoneExists(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  const rows = await tx.select({ id: zones.id }).from(zones).where(eq(zones.id, zoneId))
  return rows.length > 0
}

/** The existing pool that overlaps this range; null when there is none. */
export async function findOverlappingPool(tx: Tx, range: string) {
  const [row] = await tx
    .select({ range: addressPools.range, zoneCode: zones.code })
    .from(addressPools)
    .innerJoin(zones, eq(zones.id, addressPools.zoneId))
    .where(and(isNull(addressPools.removedAt), sql`${addressPools.range}::inet && ${range}::inet`))
    .limit(1)
  return row ?? null
}

export async function insertPool(tx: Tx, row: typeof addressPools.$inferInsert): Promise<void> {
  await tx.insert(addressPools).values(row)
}

export async function findPool(tx: Tx, id: Id<'addressPool'>) {
  const [row] = await tx
    .select()
    .from(addressPools)
    .where(and(eq(addressPools.id, id), isNull(addressPools.removedAt)))
  return row ?? null
}

/** Closes the pool for new addresses; given ones remain. */
export async function closePool(tx: Tx, id: Id<'addressPool'>, at: Date): Promise<boolean> {
  const closed = await tx
    .update(addressPools)
    .set({ removedAt: at })
    .where(and(eq(addressPools.id, id), isNull(addressPools.removedAt)))
    .returning({ id: addressPools.id })
  return closed.length > 0
}
