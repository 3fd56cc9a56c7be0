import { and, asc, eq, gt, gte, inArray, lt, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { allocations } from '~/db/schema/inventory'
import { orderLines } from '~/db/schema/ordering/ordering'
import { type LearntKindRow, placementLifetimes } from '~/db/schema/placement'
import { instances } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export async function listZoneIds(tx: Tx): Promise<Id<'zone'>[]> {
  const rows = await tx.select({ id: zones.id }).from(zones).orderBy(asc(zones.id))
  return rows.map(({ id }) => id)
}

/** When the first server of the zone was claimed; null without one. */
export async function findFirstServerAt(tx: Tx, zoneId: Id<'zone'>): Promise<Date | null> {
  const [row] = await tx
    .select({ createdAt: allocations.createdAt })
    .from(allocations)
    .where(and(eq(allocations.zoneId, zoneId), isServer, inArray(allocations.state, ['posted', 'released'])))
    .orderBy(asc(allocations.createdAt))
    .limit(1)
  return row?.createdAt ?? null
}

/** The stored lifetimes of a zone. */
export async function findLifetimes(tx: Tx, zoneId: Id<'zone'>) {
  const [row] = await tx.select().from(placementLifetimes).where(eq(placementLifetimes.zoneId, zoneId))
  return row ?? null
}

/** The same, locked until the transaction ends: two workers never learn the same window. */
export async function lockLifetimes(tx: Tx, zoneId: Id<'zone'>) {
  const [row] = await tx
    .select()
    .from(placementLifetimes)
    .where(eq(placementLifetimes.zoneId, zoneId))
    .for('update')
  return row ?? null
}

export async function insertLifetimes(tx: Tx, zoneId: Id<'zone'>, from: Date): Promise<void> {
  await tx
    .insert(placementLifetimes)
    .values({ zoneId, learntUntil: from, servers: 0n, kinds: [] })
    .onConflictDoNothing()
}

export async function updateLifetimes(
  tx: Tx,
  zoneId: Id<'zone'>,
  learnt: { learntUntil: Date; ended: number; kinds: LearntKindRow[] },
): Promise<void> {
  const { learntUntil, ended, kinds } = learnt
  await tx
    .update(placementLifetimes)
    .set({ learntUntil, kinds, servers: sql`${placementLifetimes.servers} + ${ended}` })
    .where(eq(placementLifetimes.zoneId, zoneId))
}

const isServer = eq(allocations.resourceKind, 'instance')

/** A page of the servers of a zone that ran at some instant of `[from, to)`, by allocation id. */
export async function listServersThatRan(
  tx: Tx,
  zoneId: Id<'zone'>,
  { from, to, after, limit }: { from: Date; to: Date; after: string; limit: number },
) {
  return tx
    .select({
      id: allocations.id,
      vcpu: allocations.vcpu,
      memoryMib: allocations.memoryMib,
      orderCount: sql<number>`coalesce(${orderLines.quantity}, 1)`,
      createdAt: allocations.createdAt,
      endedAt: allocations.endedAt,
    })
    .from(allocations)
    .leftJoin(
      instances,
      and(
        sql`${instances.id} = ${allocations.resourceId}`,
        eq(instances.organisationId, allocations.organisationId),
      ),
    )
    .leftJoin(
      orderLines,
      and(eq(orderLines.id, instances.orderLineId), eq(orderLines.organisationId, instances.organisationId)),
    )
    .where(
      and(
        eq(allocations.zoneId, zoneId),
        isServer,
        or(
          eq(allocations.state, 'posted'),
          and(eq(allocations.state, 'released'), gte(allocations.endedAt, from)),
        ),
        lt(allocations.createdAt, to),
        gt(sql`${allocations.id}::text`, after),
      ),
    )
    .orderBy(asc(allocations.id))
    .limit(limit)
}

/** The stored lifetimes of a zone, for roles without access to the table. */
export async function callLifetimesOfZone(tx: Tx, zoneId: Id<'zone'>): Promise<LearntKindRow[]> {
  const [row] = await tx.execute<{ kinds: LearntKindRow[] | null }>(
    sql`select app.lifetimes_of_zone(${zoneId}) as kinds`,
  )
  return row?.kinds ?? []
}

/** The servers on the hosts of a zone, by size and age, over all organisations. */
export async function callServersByHost(tx: Tx, zoneId: Id<'zone'>) {
  return [
    ...(await tx.execute<{
      hostId: Id<'host'>
      vcpu: number
      memoryMib: number
      orderCount: number
      createdSeconds: number
    }>(sql`select host_id as "hostId", vcpu, memory_mib as "memoryMib", order_count as "orderCount",
      extract(epoch from created_at)::float8 as "createdSeconds" from app.servers_by_host(${zoneId})`)),
  ]
}
