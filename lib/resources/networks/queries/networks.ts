import { and, asc, desc, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneReach, zones } from '~/db/schema/catalogue'
import { projects } from '~/db/schema/identity/identity'
import { hosts } from '~/db/schema/inventory'
import { orderLines } from '~/db/schema/ordering/ordering'
import { instances } from '~/db/schema/resources/compute'
import { privateAddresses, privateNetworks, spareNetworks } from '~/db/schema/resources/networks'
import { lockNetworkRanges } from '~/lib/hypervisors/rows'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { isZoneCompared } from '../../queries/zone-comparison'

export type NetworkRow = typeof privateNetworks.$inferSelect

const isReady = and(isNotNull(spareNetworks.madeAt), isNull(spareNetworks.withdrawnAt))

/** The place of a server's connection, as it was ordered. */
export async function findNetworkPlace(tx: Tx, id: Id<'instance'>) {
  const [row] = await tx
    .select({
      organisationId: instances.organisationId,
      projectId: instances.projectId,
      zoneId: instances.zoneId,
      networkId: orderLines.networkId,
      privateAddress: orderLines.privateAddress,
    })
    .from(instances)
    .innerJoin(orderLines, eq(orderLines.id, instances.orderLineId))
    .where(eq(instances.id, id))
  invariant(row, `instance ${id} has a row`)
  return row
}

/** The outcome of `app.open_private_network`. */
export type OpenedNetwork =
  | { outcome: 'opened'; id: Id<'network'> }
  | { outcome: 'not_compared' | 'none_free' | 'name_taken' | 'too_many' }
  | { outcome: 'overlaps'; name: string; range: string }
  | { outcome: 'reserved'; range: string }

/**
 * Opens the network that a customer asks for, or without a name the project's default one in this zone, once. Serialised
 * per zone.
 */
export async function openNetwork(
  tx: Tx,
  {
    id,
    organisationId,
    projectId,
    zoneId,
    createdAt,
    ...requested
  }: Pick<NetworkRow, 'id' | 'organisationId' | 'projectId' | 'zoneId' | 'createdAt'> & {
    name?: string
    range?: string | undefined
    hasExit?: boolean
    most?: number
  },
): Promise<OpenedNetwork> {
  const { name = null, range = null, hasExit = true, most = 0 } = requested
  const [row] = await tx.execute<{ answer: OpenedNetwork }>(
    sql`select app.open_private_network(${id}, ${organisationId}, ${projectId}, ${zoneId}, ${name}, ${range}, ${hasExit}, ${most},
      ${createdAt.toISOString()}) as answer`,
  )
  invariant(row, 'a function answers')
  return row.answer
}

/**
 * The default network of this project in this zone; otherwise takes over a spare, or makes a new one. Not when the zone
 * has no range left, or when rows were lost and the hypervisor was not compared since: a range that is free in our rows
 * may be in use.
 */
export async function ensureNetwork(
  tx: Tx,
  row: Pick<NetworkRow, 'id' | 'organisationId' | 'projectId' | 'zoneId' | 'createdAt'>,
): Promise<NetworkRow | 'none_free' | 'not_compared'> {
  const known = await findDefaultNetwork(tx, row)
  if (known) return known
  const { outcome } = await openNetwork(tx, row)
  if (outcome === 'not_compared') return outcome
  return (await findDefaultNetwork(tx, row)) ?? 'none_free'
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
    const { range, range6 } = await findFreeRanges(tx, zoneId)
    if (range === null) break
    const row = { id: newId(), zoneId, range, range6, createdAt: now, madeAt: null, withdrawnAt: null }
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

async function findDefaultNetwork(
  tx: Tx,
  of: Pick<NetworkRow, 'projectId' | 'zoneId'>,
): Promise<NetworkRow | null> {
  const [row] = await tx
    .select()
    .from(privateNetworks)
    .where(
      and(
        eq(privateNetworks.projectId, of.projectId),
        eq(privateNetworks.zoneId, of.zoneId),
        eq(privateNetworks.isDefault, true),
        isNull(privateNetworks.deletedAt),
      ),
    )
  return row ?? null
}

/** The lowest range that no network and no spare of the zone has, null when all are used; and its /64 with IPv6. */
async function findFreeRanges(tx: Tx, zoneId: Id<'zone'>) {
  const [free] = await tx.execute<{ range: string | null; range6: string | null }>(
    sql`select app.find_free_range(${zoneId}, '') as range, app.find_free_range6(${zoneId}) as range6`,
  )
  invariant(free, 'a function answers')
  return free
}

/**
 * Gives the server the address in the network, or the lowest free one when it is taken; null when there is none. None
 * after rows were lost, until the zone has been compared.
 */
export async function ensureAddress(
  tx: Tx,
  network: Pick<NetworkRow, 'id'>,
  instanceId: Id<'instance'>,
  { address, now }: { address: string | null; now: Date },
): Promise<CardAddresses | null | 'not_compared'> {
  const outcome = await claimAddresses(tx, network.id, [instanceId], { address, now })
  if (outcome === 'not_compared') return outcome
  if (outcome === 'taken') await claimAddresses(tx, network.id, [instanceId], { address: null, now })
  return findCard(tx, instanceId)
}

type ClaimOutcome = 'claimed' | 'taken' | 'full' | 'gone' | 'not_compared'

/**
 * Gives these servers an address each, or the single requested one; one that has an address keeps it. `gone`: the network
 * was deleted. `not_compared`: rows were lost, and an address that is free in them may be in use. After `full`, some have
 * one: the caller rolls back.
 */
export async function claimAddresses(
  tx: Tx,
  networkId: Id<'network'>,
  instanceIds: readonly Id<'instance'>[],
  { address, now }: { address: string | null; now: Date },
): Promise<ClaimOutcome> {
  const [row] = await tx.execute<{ answer: ClaimOutcome }>(
    sql`select app.claim_private_addresses(${networkId}, ${sql.param(instanceIds)}::text[], ${address}, ${now.toISOString()}) as answer`,
  )
  invariant(row, 'a function answers')
  return row.answer
}

export async function hasAddress6(tx: Tx, instanceId: Id<'instance'>): Promise<boolean> {
  return (await findCard(tx, instanceId))?.address6 != null
}

type CardAddresses = { address: string; address6: string | null }

/** The network of a server's first card, with its addresses there; null before it has one. */
export async function findCard(
  tx: Tx,
  instanceId: Id<'instance'>,
): Promise<(CardAddresses & { network: NetworkRow }) | null> {
  const [row] = await tx
    .select({
      network: privateNetworks,
      address: privateAddresses.address,
      address6: privateAddresses.address6,
    })
    .from(privateAddresses)
    .innerJoin(privateNetworks, eq(privateNetworks.id, privateAddresses.networkId))
    .where(and(eq(privateAddresses.instanceId, instanceId), eq(privateAddresses.position, 0)))
  return row ?? null
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
    .where(isNull(privateNetworks.removedAt))
    .orderBy(asc(zones.code), asc(projects.name), desc(privateNetworks.isDefault), asc(privateNetworks.name))
}

export async function listServersOn(tx: Tx, networkId: Id<'network'>) {
  return tx
    .select({
      id: instances.id,
      name: instances.name,
      address: privateAddresses.address,
      position: privateAddresses.position,
      address6: privateAddresses.address6,
      hostName: hosts.name,
    })
    .from(privateAddresses)
    .innerJoin(instances, eq(instances.id, privateAddresses.instanceId))
    .leftJoin(hosts, eq(hosts.id, instances.hostId))
    .where(eq(privateAddresses.networkId, networkId))
    .orderBy(asc(instances.name))
}

/** Locked: rules of one network change one after another. Null also once it was deleted. */
export async function findNetworkForUpdate(tx: Tx, id: Id<'network'>): Promise<NetworkRow | null> {
  const [row] = await tx
    .select()
    .from(privateNetworks)
    .where(and(eq(privateNetworks.id, id), isNull(privateNetworks.deletedAt)))
    .for('no key update')
  return row ?? null
}
