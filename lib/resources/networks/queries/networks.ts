import { and, asc, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneReach, zones } from '~/db/schema/catalogue'
import { projects } from '~/db/schema/identity/identity'
import { hosts } from '~/db/schema/inventory'
import { instances } from '~/db/schema/resources/compute'
import {
  firewallRules,
  privateAddresses,
  privateNetworks,
  spareNetworks,
} from '~/db/schema/resources/networks'
import { lockNetworkRanges } from '~/lib/hypervisors/rows'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { isZoneCompared } from '../../queries/zone-comparison'

export type NetworkRow = typeof privateNetworks.$inferSelect
export type FirewallRuleRow = typeof firewallRules.$inferSelect

/** Ranges are cut from this one; a hypervisor must not use it for anything else. */
const supernet = '10.128.0.0'
const bits = 22
const networksMax = 8_192
/** The first ones are the bridge's own and reserve. */
const firstAddress = 10
const lastAddress = 1_021

const isReady = and(isNotNull(spareNetworks.madeAt), isNull(spareNetworks.withdrawnAt))

/** The place of a server's connection. */
export async function findNetworkPlace(tx: Tx, id: Id<'instance'>) {
  const [row] = await tx
    .select({
      organisationId: instances.organisationId,
      projectId: instances.projectId,
      zoneId: instances.zoneId,
    })
    .from(instances)
    .where(eq(instances.id, id))
  invariant(row, `instance ${id} has a row`)
  return row
}

/**
 * The network of this project in this zone; otherwise takes over a spare, or makes a new one. Null when the
 * zone has no range left, or when rows were lost and the hypervisor was not compared since: a range that is
 * free in our rows may be in use. Serialised per zone.
 */
export async function ensureNetwork(
  tx: Tx,
  row: Pick<NetworkRow, 'id' | 'organisationId' | 'projectId' | 'zoneId' | 'createdAt'>,
): Promise<NetworkRow | 'none_free' | 'not_compared'> {
  const known = await findNetworkOf(tx, row)
  if (known) return known
  await lockNetworkRanges(tx, row.zoneId)
  const meanwhile = await findNetworkOf(tx, row)
  if (meanwhile) return meanwhile
  if (!(await isZoneCompared(tx, row.zoneId))) return 'not_compared'
  const spare = await takeSpare(tx, row.zoneId)
  const range = spare?.range ?? (await findFreeRange(tx, row.zoneId))
  if (range === null) return 'none_free'
  const values = { ...row, id: spare?.id ?? row.id, range }
  const [made] = await tx.insert(privateNetworks).values(values).returning()
  return made ?? 'none_free'
}

/** The lowest range used by no network and no spare; null when all are used. */
async function findFreeRange(tx: Tx, zoneId: Id<'zone'>): Promise<string | null> {
  const [free] = await tx.execute<{ range: string }>(sql`
    select free.range from (
      select set_masklen(${supernet}::inet + n * ${2 ** (32 - bits)}::bigint, ${bits}::int)::cidr::text as range
      from generate_series(0, ${networksMax - 1}::bigint) n
    ) free
    where not exists (select from private_networks p where p.zone_id = ${zoneId} and p.range = free.range)
      and not exists (select from spare_networks s where s.zone_id = ${zoneId} and s.range = free.range)
    order by free.range::cidr limit 1`)
  return free?.range ?? null
}

/** Takes the oldest spare that the hypervisor has; null when none is ready. */
async function takeSpare(tx: Tx, zoneId: Id<'zone'>) {
  const oldest = tx
    .select({ id: spareNetworks.id })
    .from(spareNetworks)
    .where(and(eq(spareNetworks.zoneId, zoneId), isReady))
    .orderBy(asc(spareNetworks.madeAt), asc(spareNetworks.id))
    .limit(1)
  const [taken] = await tx
    .delete(spareNetworks)
    .where(inArray(spareNetworks.id, oldest))
    .returning({ id: spareNetworks.id, range: spareNetworks.range })
  return taken ?? null
}

/** Reachable zones on Incus with fewer than `wanted` spares, or with spares that are not made yet. */
export async function listZonesShortOfSpares(tx: Tx, wanted: number): Promise<Id<'zone'>[]> {
  const rows = await tx
    .select({ id: zones.id })
    .from(zones)
    .innerJoin(zoneReach, eq(zoneReach.zoneId, zones.id))
    .leftJoin(spareNetworks, and(eq(spareNetworks.zoneId, zones.id), isReady))
    .where(
      and(
        eq(zones.driver, 'incus'),
        ne(zones.state, 'closed'),
        sql`${zoneReach.reachedAt} > clock_timestamp() - interval '20 seconds'`,
      ),
    )
    .groupBy(zones.id)
    .having(sql`count(${spareNetworks.id}) < ${wanted}`)
    .orderBy(asc(zones.id))
  return rows.map(({ id }) => id)
}

/**
 * Plans spares up to `wanted`, as far as the zone has ranges; returns those that the hypervisor has yet to
 * make. None after rows were lost, until the hypervisor has been compared.
 */
export async function planSpares(
  tx: Tx,
  zoneId: Id<'zone'>,
  { wanted, newId, now }: { wanted: number; newId: () => Id<'network'>; now: Date },
) {
  await lockNetworkRanges(tx, zoneId)
  if (!(await isZoneCompared(tx, zoneId))) return []
  const kept = await tx
    .select()
    .from(spareNetworks)
    .where(and(eq(spareNetworks.zoneId, zoneId), isNull(spareNetworks.withdrawnAt)))
  for (let count = kept.length; count < wanted; count += 1) {
    const range = await findFreeRange(tx, zoneId)
    if (range === null) break
    const row = { id: newId(), zoneId, range, createdAt: now, madeAt: null, withdrawnAt: null }
    await tx.insert(spareNetworks).values(row)
    kept.push(row)
  }
  return kept.filter(({ madeAt }) => madeAt === null)
}

/** The hypervisor has it: a project may take it over. */
export async function markSpareMade(tx: Tx, id: Id<'network'>, now: Date): Promise<void> {
  await tx.update(spareNetworks).set({ madeAt: now }).where(eq(spareNetworks.id, id))
}

/**
 * The hypervisor refused it, because its range is already used there: withdrawn, and the range stays reserved.
 */
export async function withdrawSpare(tx: Tx, id: Id<'network'>, now: Date): Promise<void> {
  await tx.update(spareNetworks).set({ withdrawnAt: now }).where(eq(spareNetworks.id, id))
}

async function findNetworkOf(
  tx: Tx,
  of: Pick<NetworkRow, 'projectId' | 'zoneId'>,
): Promise<NetworkRow | null> {
  const [row] = await tx
    .select()
    .from(privateNetworks)
    .where(and(eq(privateNetworks.projectId, of.projectId), eq(privateNetworks.zoneId, of.zoneId)))
  return row ?? null
}

/** The server's address in the network, the lowest free one at the first call; null when there is none. */
export async function ensureAddress(
  tx: Tx,
  network: Pick<NetworkRow, 'id' | 'organisationId' | 'range'>,
  instanceId: Id<'instance'>,
  now: Date,
): Promise<string | null> {
  const known = await findAddress(tx, instanceId)
  if (known) return known
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`private_addresses ${network.id}`}, 0))`,
  )
  await tx.execute(sql`
    insert into private_addresses (network_id, address, organisation_id, instance_id, created_at)
    select ${network.id}, free.address, ${network.organisationId}, ${instanceId}, ${now.toISOString()}
    from (
      select n, host(${network.range}::inet + n) as address
      from generate_series(${firstAddress}::bigint, ${lastAddress}::bigint) n
    ) free
    where not exists (
      select from private_addresses a where a.network_id = ${network.id} and a.address = free.address
    )
    order by free.n limit 1
    on conflict (instance_id) do nothing`)
  return findAddress(tx, instanceId)
}

/** The address that the server has on a network; null before it has one. */
export async function findAddress(tx: Tx, instanceId: Id<'instance'>): Promise<string | null> {
  const [row] = await tx
    .select({ address: privateAddresses.address })
    .from(privateAddresses)
    .where(eq(privateAddresses.instanceId, instanceId))
  return row?.address ?? null
}

/** In order of creation. */
export async function listFirewallRules(tx: Tx, networkId: Id<'network'>): Promise<FirewallRuleRow[]> {
  return tx
    .select()
    .from(firewallRules)
    .where(eq(firewallRules.networkId, networkId))
    .orderBy(asc(firewallRules.createdAt), asc(firewallRules.id))
}

/** The networks of the transaction's organisation, with project and zone. */
export async function listNetworks(tx: Tx) {
  return tx
    .select({
      network: privateNetworks,
      projectName: projects.name,
      zoneName: zones.name,
      zoneCode: zones.code,
      technology: zones.networkTechnology,
      hostsInZone: sql<number>`(select count(*)::int from hosts h where h.zone_id = ${zones.id})`,
      awaitsComparison: sql<boolean>`app.awaits_comparison(${privateNetworks.zoneId}, ${privateNetworks.id})`,
    })
    .from(privateNetworks)
    .innerJoin(projects, eq(projects.id, privateNetworks.projectId))
    .innerJoin(zones, eq(zones.id, privateNetworks.zoneId))
    .orderBy(asc(zones.code), asc(projects.name))
}

export async function listServersOn(tx: Tx, networkId: Id<'network'>) {
  return tx
    .select({
      id: instances.id,
      name: instances.name,
      address: privateAddresses.address,
      hostName: hosts.name,
    })
    .from(privateAddresses)
    .innerJoin(instances, eq(instances.id, privateAddresses.instanceId))
    .leftJoin(hosts, eq(hosts.id, instances.hostId))
    .where(eq(privateAddresses.networkId, networkId))
    .orderBy(asc(instances.name))
}

/** Locked: rules of one network change one after another. */
export async function findNetworkForUpdate(tx: Tx, id: Id<'network'>): Promise<NetworkRow | null> {
  const [row] = await tx.select().from(privateNetworks).where(eq(privateNetworks.id, id)).for('no key update')
  return row ?? null
}

export async function findFirewallRule(tx: Tx, id: Id<'firewallRule'>): Promise<FirewallRuleRow | null> {
  const [row] = await tx.select().from(firewallRules).where(eq(firewallRules.id, id))
  return row ?? null
}

export async function insertFirewallRule(tx: Tx, row: typeof firewallRules.$inferInsert): Promise<void> {
  await tx.insert(firewallRules).values(row)
}

/** False when another transaction removed it first. */
export async function deleteFirewallRule(tx: Tx, id: Id<'firewallRule'>): Promise<boolean> {
  const gone = await tx
    .delete(firewallRules)
    .where(eq(firewallRules.id, id))
    .returning({ id: firewallRules.id })
  return gone.length > 0
}

/** Marks the rules as changed by the customer, also for a restored network, and to be written. */
export async function reviseNetwork(tx: Tx, id: Id<'network'>): Promise<void> {
  await tx
    .update(privateNetworks)
    .set({ revision: sql`${privateNetworks.revision} + 1`, unverified: false })
    .where(eq(privateNetworks.id, id))
}
