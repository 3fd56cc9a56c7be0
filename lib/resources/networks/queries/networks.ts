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
import { lockRanges } from '~/lib/hypervisors/rows'
import type { Id } from '~/lib/kernel/ids'
import { isZoneCompared } from '../../queries/zone-comparison'

export type NetworkRow = typeof privateNetworks.$inferSelect
export type FirewallRuleRow = typeof firewallRules.$inferSelect

/** Ranges are cut from this one; a hypervisor must not use it for anything else. */
const supernet = '10.128.0.0'
const bits = 22
const networksMax = 8_192
/** The first are the bridge's own and spare. */
const firstAddress = 10
const lastAddress = 1_021

const isReady = and(isNotNull(spareNetworks.madeAt), isNull(spareNetworks.withdrawnAt))

/** Where a server on a real hypervisor is to be connected; null on a simulated one. */
export async function findNetworkPlace(tx: Tx, id: Id<'instance'>) {
  const [row] = await tx
    .select({
      organisationId: instances.organisationId,
      projectId: instances.projectId,
      zoneId: instances.zoneId,
    })
    .from(instances)
    .innerJoin(zones, eq(zones.id, instances.zoneId))
    .where(and(eq(instances.id, id), eq(zones.driver, 'incus')))
  return row ?? null
}

/**
 * The network of this project in this zone, made if there is none yet: one that was kept ready, or a new one. There is
 * none when the zone has no range left, or when rows were lost and the hypervisor has not been looked at since: a range
 * that is free in our rows may be somebody's. Who makes one waits for whoever makes another in the same zone.
 */
export async function ensureNetwork(
  tx: Tx,
  row: Pick<NetworkRow, 'id' | 'organisationId' | 'projectId' | 'zoneId' | 'createdAt'>,
): Promise<NetworkRow | 'none_free' | 'not_compared'> {
  const known = await findNetworkOf(tx, row)
  if (known) return known
  await lockRanges(tx, row.zoneId)
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

/** The lowest range that nobody has and none is kept ready with; null when all are given. */
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

/** The oldest that the hypervisor has is nobody's any more, and the caller's; null when none is ready. */
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

/** Zones whose hypervisor is within reach and that have fewer ready than `wanted`, or some that are still to be made. */
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
 * The zone keeps `wanted` networks ready, as far as it has ranges; answers those that the hypervisor has yet to make. None
 * after rows were lost, until the hypervisor has been looked at.
 */
export async function planSpares(
  tx: Tx,
  zoneId: Id<'zone'>,
  { wanted, newId, now }: { wanted: number; newId: () => Id<'network'>; now: Date },
) {
  await lockRanges(tx, zoneId)
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

/** The hypervisor has it: whoever needs a network may take it over. */
export async function markSpareMade(tx: Tx, id: Id<'network'>, now: Date): Promise<void> {
  await tx.update(spareNetworks).set({ madeAt: now }).where(eq(spareNetworks.id, id))
}

/** The hypervisor refused it, since something else there has its range: it is given up, and the range stays taken. */
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

/** The server's address there, the lowest that was free when it was first asked for; null when none is. */
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

async function findAddress(tx: Tx, instanceId: Id<'instance'>): Promise<string | null> {
  const [row] = await tx
    .select({ address: privateAddresses.address })
    .from(privateAddresses)
    .where(eq(privateAddresses.instanceId, instanceId))
  return row?.address ?? null
}

/** In the order in which they were made. */
export async function listFirewallRules(tx: Tx, networkId: Id<'network'>): Promise<FirewallRuleRow[]> {
  return tx
    .select()
    .from(firewallRules)
    .where(eq(firewallRules.networkId, networkId))
    .orderBy(asc(firewallRules.createdAt), asc(firewallRules.id))
}

/** The networks of the organisation that is set, with their project and zone. */
export async function listNetworks(tx: Tx) {
  return tx
    .select({
      network: privateNetworks,
      projectName: projects.name,
      zoneName: zones.name,
      zoneCode: zones.code,
      spansHosts: zones.networksSpanHosts,
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

/** Rules of one network change one after the other. */
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

/** False when somebody else removed it first. */
export async function deleteFirewallRule(tx: Tx, id: Id<'firewallRule'>): Promise<boolean> {
  const gone = await tx
    .delete(firewallRules)
    .where(eq(firewallRules.id, id))
    .returning({ id: firewallRules.id })
  return gone.length > 0
}

/** A customer changed the rules: they are what is wanted, also of a network that was restored, and are to be written. */
export async function reviseNetwork(tx: Tx, id: Id<'network'>): Promise<void> {
  await tx
    .update(privateNetworks)
    .set({ revision: sql`${privateNetworks.revision} + 1`, unverified: false })
    .where(eq(privateNetworks.id, id))
}
