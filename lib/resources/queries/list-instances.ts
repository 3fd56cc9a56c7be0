import { and, asc, count, desc, eq, lt, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { instanceMeters, monthlyCentsOf } from '~/db/expressions/agreed-prices'
import { bundleName } from '~/db/expressions/bundle-name'
import { hasId } from '~/db/expressions/has-id'
import { seenDownSince } from '~/db/expressions/seen-down'
import { bundles, images, zones } from '~/db/schema/catalogue'
import { projects } from '~/db/schema/identity/identity'
import { hosts } from '~/db/schema/inventory'
import { orderLines, orders } from '~/db/schema/ordering/ordering'
import { type InstanceState, instances } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'
import { containing } from '~/lib/kernel/text/escape'
import { type Listing, tagMatches, textMatches } from './filters'

export type InstanceFilter = {
  state?: InstanceState | undefined
  zone?: string | undefined
  project?: string | undefined
  tag?: string | undefined
  text?: string | undefined
}
export type InstanceSort = 'name' | 'state' | 'zone' | 'bundle' | 'created'
export type ListedInstance = Awaited<ReturnType<typeof selectInstances>>[number]

const shownBundle = {
  id: bundles.id,
  name: bundleName,
  vcpu: bundles.vcpu,
  memoryMib: bundles.memoryMib,
  rootDiskGib: bundles.rootDiskGib,
}

const downSince = seenDownSince(sql`instances.id`, sql`instances.running_since`).mapWith(
  hosts.unreachableSince,
)

const order: Record<InstanceSort, SQL> = {
  name: sql`lower(${instances.name})`,
  state: sql`${instances.state}`,
  zone: sql`${zones.position}`,
  bundle: sql`${bundles.position}`,
  created: sql`${instances.createdAt}`,
}

function matches(filter: InstanceFilter): SQL | undefined {
  return and(
    filter.state ? eq(instances.state, filter.state) : notInArray(instances.state, ['purging', 'purged']),
    filter.zone ? eq(zones.code, filter.zone) : undefined,
    filter.project ? hasId(instances.projectId, 'project', filter.project) : undefined,
    filter.tag ? tagMatches(instances.tags, filter.tag) : undefined,
    filter.text
      ? or(
          textMatches([instances.name, instances.address, instances.id], filter.text),
          sql`exists (select from private_addresses a where a.instance_id = ${instances.id}
            and a.address6 ilike ${containing(filter.text)})`,
        )
      : undefined,
  )
}

export async function countInstances(tx: Tx, filter: InstanceFilter): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(instances)
    .innerJoin(zones, eq(zones.id, instances.zoneId))
    .where(matches(filter))
  return row?.total ?? 0
}

/** One page of servers: the columns of the list, prices included, and no more. */
export async function selectInstances(
  tx: Tx,
  filter: InstanceFilter,
  listing: Listing<InstanceSort>,
  now: Date,
) {
  const towards = listing.direction === 'asc' ? asc : desc
  return tx
    .select({
      id: instances.id,
      name: instances.name,
      state: instances.state,
      isProtected: instances.isProtected,
      zone: { code: zones.code },
      bundle: shownBundle,
      address: instances.address,
      tags: instances.tags,
      monthlyCents: monthlyCentsOf(instances, instanceMeters, now),
      hostUnreachableSince: hosts.unreachableSince,
      seenDownSince: downSince,
      createdAt: instances.createdAt,
    })
    .from(instances)
    .innerJoin(zones, eq(zones.id, instances.zoneId))
    .innerJoin(bundles, eq(bundles.id, instances.bundleId))
    .leftJoin(hosts, eq(hosts.id, instances.hostId))
    .where(matches(filter))
    .orderBy(towards(order[listing.sort]), asc(instances.id))
    .limit(listing.limit)
    .offset(listing.offset)
}

export type FullInstance = NonNullable<Awaited<ReturnType<typeof selectInstance>>>

/** One server in any state, with all data of its page, or null. */
export async function selectInstance(tx: Tx, id: Id<'instance'>, now: Date) {
  const [row] = await whole(tx, now).where(eq(instances.id, id))
  return row ?? null
}

/** Servers after `afterId`, the newest first. */
export async function selectInstancesAfter(
  tx: Tx,
  filter: InstanceFilter,
  after: { id: Id<'instance'> | null; limit: number },
  now: Date,
): Promise<FullInstance[]> {
  return whole(tx, now)
    .where(and(matches(filter), after.id ? lt(instances.id, after.id) : undefined))
    .orderBy(desc(instances.id))
    .limit(after.limit)
}

function whole(tx: Tx, now: Date) {
  return tx
    .select({
      instance: instances,
      address6: sql<string | null>`(select a.address6 from private_addresses a
        where a.instance_id = instances.id and a.position = 0)`,
      zone: { id: zones.id, code: zones.code, name: zones.name },
      bundle: { ...shownBundle, kind: bundles.kind },
      image: {
        id: images.id,
        name: images.name,
        takesKeys: sql<boolean>`(${bundles.instanceType} = 'container' or ${images.hasCloudInit})`,
      },
      order: { id: orders.id, number: orders.number },
      project: { id: projects.id, name: projects.name },
      monthlyCents: monthlyCentsOf(instances, instanceMeters, now),
      hostUnreachableSince: hosts.unreachableSince,
      seenDownSince: downSince,
    })
    .from(instances)
    .innerJoin(zones, eq(zones.id, instances.zoneId))
    .innerJoin(bundles, eq(bundles.id, instances.bundleId))
    .innerJoin(images, eq(images.id, instances.imageId))
    .innerJoin(orderLines, eq(orderLines.id, instances.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(projects, eq(projects.id, instances.projectId))
    .leftJoin(hosts, eq(hosts.id, instances.hostId))
    .$dynamic()
}

/** Tags in use, `key:value`, most frequent first, for the list's filter. */
export async function selectInstanceTags(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.execute<{ tag: string }>(sql`
    select t.key || ':' || t.value as tag
    from (select tags, count(*) as servers from instances where state not in ('purging', 'purged') group by tags) i,
      jsonb_each_text(i.tags) t
    group by 1 order by sum(i.servers) desc, 1 limit ${limit}`)
  return rows.map((row) => row.tag)
}

/** Open zones, in their order, for the lists' filters. */
export async function selectZoneChoices(tx: Tx): Promise<{ code: string; name: string }[]> {
  return tx
    .select({ code: zones.code, name: zones.name })
    .from(zones)
    .where(notInArray(zones.state, ['closed']))
    .orderBy(asc(zones.position), asc(zones.id))
}
