import { and, asc, count, desc, eq, lt, notInArray, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { monthlyCentsOf, volumeMeters } from '~/db/expressions/agreed-prices'
import { bundleName } from '~/db/expressions/bundle-name'
import { hasId } from '~/db/expressions/has-id'
import { seenDownSince } from '~/db/expressions/seen-down'
import { bundles, zones } from '~/db/schema/catalogue'
import { projects } from '~/db/schema/identity/identity'
import { orderLines, orders } from '~/db/schema/ordering/ordering'
import { instances, type VolumeState, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'
import { type Listing, tagMatches, textMatches } from '../../queries/filters'

export type VolumeFilter = {
  state?: VolumeState | undefined
  zone?: string | undefined
  project?: string | undefined
  zoneId?: Id<'zone'> | undefined
  tag?: string | undefined
  text?: string | undefined
  instanceId?: Id<'instance'> | undefined
}
export type VolumeSort = 'name' | 'state' | 'zone' | 'size' | 'created'
export type ListedVolume = Awaited<ReturnType<typeof selectVolumes>>[number]

const order: Record<VolumeSort, SQL> = {
  name: sql`lower(${volumes.name})`,
  state: sql`${volumes.state}`,
  zone: sql`${zones.position}`,
  size: sql`${volumes.sizeGib}`,
  created: sql`${volumes.createdAt}`,
}

function matches(filter: VolumeFilter): SQL | undefined {
  return and(
    filter.state ? eq(volumes.state, filter.state) : notInArray(volumes.state, ['purging', 'purged']),
    filter.zone ? eq(zones.code, filter.zone) : undefined,
    filter.project ? hasId(volumes.projectId, 'project', filter.project) : undefined,
    filter.zoneId ? eq(volumes.zoneId, filter.zoneId) : undefined,
    filter.tag ? tagMatches(volumes.tags, filter.tag) : undefined,
    filter.text ? textMatches([volumes.name, volumes.id], filter.text) : undefined,
    filter.instanceId ? eq(volumes.attachedInstanceId, filter.instanceId) : undefined,
  )
}

export async function countVolumes(tx: Tx, filter: VolumeFilter): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(volumes)
    .innerJoin(zones, eq(zones.id, volumes.zoneId))
    .where(matches(filter))
  return row?.total ?? 0
}

/** One page of volumes with all displayed columns, prices included. */
export async function selectVolumes(tx: Tx, filter: VolumeFilter, listing: Listing<VolumeSort>, now: Date) {
  const towards = listing.direction === 'asc' ? asc : desc
  return listed(tx, now)
    .where(matches(filter))
    .orderBy(towards(order[listing.sort]), asc(volumes.id))
    .limit(listing.limit)
    .offset(listing.offset)
}

/** One volume in any state, or null. */
export async function selectVolume(tx: Tx, id: Id<'volume'>, now: Date): Promise<ListedVolume | null> {
  const rows = await listed(tx, now).where(eq(volumes.id, id))
  return rows[0] ?? null
}

/** Volumes after `afterId`, the newest first. */
export async function selectVolumesAfter(
  tx: Tx,
  filter: VolumeFilter,
  after: { id: Id<'volume'> | null; limit: number },
  now: Date,
): Promise<ListedVolume[]> {
  return listed(tx, now)
    .where(and(matches(filter), after.id ? lt(volumes.id, after.id) : undefined))
    .orderBy(desc(volumes.id))
    .limit(after.limit)
}

function listed(tx: Tx, now: Date) {
  return tx
    .select({
      volume: volumes,
      zone: { id: zones.id, code: zones.code, name: zones.name },
      bundle: { id: bundles.id, name: bundleName, kind: bundles.kind },
      attachedTo: instances.name,
      seenDownSince: seenDownSince(sql`volumes.id`, sql`volumes.created_at`).mapWith(volumes.createdAt),
      sourceVolume: sql<string | null>`(select s.name from volumes s where s.id = ${volumes.sourceVolumeId})`,
      sourceSnapshot: sql<
        string | null
      >`(select s.name from volume_snapshots s where s.id = ${volumes.sourceSnapshotId})`,
      order: { id: orders.id, number: orders.number },
      project: { id: projects.id, name: projects.name },
      monthlyCents: monthlyCentsOf(volumes, volumeMeters, now),
    })
    .from(volumes)
    .innerJoin(zones, eq(zones.id, volumes.zoneId))
    .innerJoin(bundles, eq(bundles.id, volumes.bundleId))
    .innerJoin(orderLines, eq(orderLines.id, volumes.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(projects, eq(projects.id, volumes.projectId))
    .leftJoin(instances, eq(instances.id, volumes.attachedInstanceId))
    .$dynamic()
}
