import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Tx } from '~/db/client'
import { isReservedAddress, withNextRevision } from '~/db/expressions/public-address'
import { bundles, zones } from '~/db/schema/catalogue'
import { projects } from '~/db/schema/identity/identity'
import { orderLines } from '~/db/schema/ordering/ordering'
import { balancers } from '~/db/schema/resources/balancers'
import { instances } from '~/db/schema/resources/compute'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import { type Id, isId } from '~/lib/kernel/ids'

export type AddressRow = typeof publicAddresses.$inferSelect

/** An address is not attached to a server in one of these states. */
const endedStates = ['deleted', 'purging', 'purged', 'failed'] as const

/** The addresses of the transaction's organisation, with zone, and server or load balancer. */
export async function listAddresses(tx: Tx) {
  return tx
    .select({
      address: publicAddresses,
      projectName: projects.name,
      zoneName: zones.name,
      zoneCode: zones.code,
      serverName: instances.name,
      balancerName: balancers.name,
    })
    .from(publicAddresses)
    .innerJoin(projects, eq(projects.id, publicAddresses.projectId))
    .innerJoin(zones, eq(zones.id, publicAddresses.zoneId))
    .leftJoin(instances, eq(instances.id, publicAddresses.instanceId))
    .leftJoin(balancers, eq(balancers.id, publicAddresses.balancerId))
    .where(isReservedAddress)
    .orderBy(asc(zones.code), asc(sql`${publicAddresses.address}::inet`))
}

export async function listAddressesOf(tx: Tx, instanceIds: readonly Id<'instance'>[]): Promise<AddressRow[]> {
  return tx
    .select()
    .from(publicAddresses)
    .where(and(isReservedAddress, inArray(publicAddresses.instanceId, [...instanceIds])))
    .orderBy(asc(publicAddresses.reservedAt), asc(publicAddresses.id))
}

/** Whether the network of the server's first card has a way out. */
const hasExit = sql<boolean>`not exists (select from private_addresses a join private_networks n on n.id = a.network_id
  where a.instance_id = ${instances.id} and a.position = 0 and not n.has_exit)`

/** Servers that an address may be attached to. */
export async function listAddressableServers(tx: Tx) {
  return tx
    .select({
      id: instances.id,
      name: instances.name,
      zoneId: instances.zoneId,
      projectId: instances.projectId,
    })
    .from(instances)
    .where(and(notInArray(instances.state, [...endedStates]), hasExit))
    .orderBy(asc(instances.name))
    .limit(1_000)
}

/** Addresses ordered with this server or balancer that were never metered: it has not worked yet. */
export async function listUnmeteredAddressesOf(
  tx: Tx,
  holderId: Id<'instance'> | Id<'balancer'>,
): Promise<AddressRow[]> {
  return tx
    .select()
    .from(publicAddresses)
    .where(
      and(
        isReservedAddress,
        isId('balancer', holderId)
          ? eq(publicAddresses.balancerId, holderId)
          : eq(publicAddresses.instanceId, holderId),
        sql`not exists (select from usage_intervals u where u.resource_id = ${publicAddresses.id})`,
      ),
    )
    .orderBy(asc(publicAddresses.id))
    .for('no key update')
}

/** The line of the public addresses ordered with the servers of this line; null without any. */
export async function findAddressLine(tx: Tx, serverLineId: Id<'orderLine'>) {
  const ofServers = alias(orderLines, 'server_lines')
  const [row] = await tx
    .select({ id: orderLines.id, microCentsPerHour: orderLines.microCentsPerHour })
    .from(ofServers)
    .innerJoin(
      orderLines,
      and(
        eq(orderLines.orderId, ofServers.orderId),
        eq(orderLines.name, ofServers.name),
        eq(orderLines.zoneId, ofServers.zoneId),
      ),
    )
    .innerJoin(bundles, and(eq(bundles.id, orderLines.bundleId), eq(bundles.kind, 'address')))
    .where(eq(ofServers.id, serverLineId))
  return row ?? null
}

/** Whether the address was ordered with a server that is still being created. */
export async function awaitsServer(tx: Tx, { id, instanceId }: AddressRow): Promise<boolean> {
  if (!instanceId) return false
  const [server] = await tx
    .select({ id: instances.id })
    .from(instances)
    .where(
      and(
        eq(instances.id, instanceId),
        eq(instances.state, 'creating'),
        sql`not exists (select from usage_intervals u where u.resource_id = ${id})`,
      ),
    )
  return server !== undefined
}

/** Zones with public addresses, with the free and total counts. */
export async function listAddressZones(tx: Tx) {
  const rows = await tx.execute<{
    id: Id<'zone'>
    code: string
    name: string
    isOpen: boolean
    free: number
    total: number
  }>(sql`
    select z.id, z.code, z.name, z.state = 'in_service' as "isOpen", c.free, c.total
    from app.count_public_addresses() c join zones z on z.id = c.zone_id order by z.position, z.id`)
  return [...rows]
}

type Reservations =
  | { outcome: 'reserved'; addresses: Record<string, string> }
  | { outcome: 'quota_exceeded'; limit: number; used: number }
  | { outcome: 'none_free' }

/** Inserts addresses of one zone, counts them in the quota and starts their meters; prices come from the order lines. */
export async function reserveAddresses(
  tx: Tx,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'>; zoneId: Id<'zone'>; at: Date },
  wanted: readonly {
    id: Id<'publicAddress'>
    orderLineId: Id<'orderLine'>
    /** Null: metered once its server runs. */
    usageId: Id<'usageInterval'> | null
    /** The server or balancer that it was ordered with. */
    holderId: Id<'instance'> | Id<'balancer'> | null
  }[],
): Promise<Reservations> {
  const { organisationId, projectId, zoneId, at } = place
  const column = (of: (each: (typeof wanted)[number]) => string | null) => sql.param(wanted.map(of))
  const [row] = await tx.execute<{ answer: Reservations }>(sql`
    select app.reserve_public_addresses(${organisationId}, ${projectId}, ${zoneId}, ${column(({ id }) => id)}::text[],
      ${column(({ orderLineId }) => orderLineId)}::text[], ${column(({ usageId }) => usageId)}::text[],
      ${column(({ holderId }) => holderId)}::text[], ${at.toISOString()}::timestamptz) as answer`)
  if (!row) throw new Error('reserve_public_addresses answered nothing')
  return row.answer
}

/** False when another transaction released it first. */
export async function releaseAddressRow(tx: Tx, id: Id<'publicAddress'>, at: Date): Promise<boolean> {
  const [row] = await tx.execute<{ done: boolean }>(
    sql`select app.release_public_address(${id}, ${at.toISOString()}::timestamptz) as done`,
  )
  return row?.done ?? false
}

export async function findAddressForUpdate(tx: Tx, id: Id<'publicAddress'>): Promise<AddressRow | null> {
  const [row] = await tx
    .select()
    .from(publicAddresses)
    .where(and(isReservedAddress, eq(publicAddresses.id, id)))
    .for('no key update')
  return row ?? null
}

/** The data of a server needed to attach an address; locked, so that it does not end meanwhile. */
export async function findAddressableServer(tx: Tx, id: Id<'instance'>) {
  const [row] = await tx
    .select({
      id: instances.id,
      name: instances.name,
      zoneId: instances.zoneId,
      projectId: instances.projectId,
      hasExit: hasExit,
    })
    .from(instances)
    .where(and(eq(instances.id, id), notInArray(instances.state, [...endedStates])))
    .for('no key update')
  return row ?? null
}

/**
 * Records where the customer attached it, also for a restored row, and marks it to be applied on the
 * hypervisor.
 */
export async function setAddressTarget(
  tx: Tx,
  id: Id<'publicAddress'>,
  instanceId: Id<'instance'> | null,
): Promise<void> {
  await tx
    .update(publicAddresses)
    .set({ ...withNextRevision, instanceId, unverified: false })
    .where(eq(publicAddresses.id, id))
}

/** Detaches the addresses of a deleted server. */
export async function detachAddressesOf(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await tx
    .update(publicAddresses)
    .set({ ...withNextRevision, instanceId: null })
    .where(eq(publicAddresses.instanceId, instanceId))
}

/** Marks them to be applied again: the server is on another host. */
export async function reviseAddressesOf(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await tx
    .update(publicAddresses)
    .set({ revision: withNextRevision.revision })
    .where(and(isReservedAddress, eq(publicAddresses.instanceId, instanceId)))
}

/**
 * Addresses with an attachment that the hypervisor has not applied, released ones included; those of a server that
 * is being created follow once it exists. After rows were
 * lost, a zone is compared first, and an address in use by a customer with lost rows is not taken over.
 */
export async function listAddressesToApply(tx: Tx) {
  return tx
    .select({
      row: publicAddresses,
      zone: { id: zones.id, code: zones.code, driver: zones.driver },
    })
    .from(publicAddresses)
    .innerJoin(zones, eq(zones.id, publicAddresses.zoneId))
    .leftJoin(instances, eq(instances.id, publicAddresses.instanceId))
    .where(
      and(
        // A server that is created, lost or recovered does not exist on the hypervisor yet, or not any more.
        sql`coalesce(${instances.state}, '') not in ('creating', 'lost', 'recovering')`,
        sql`${publicAddresses.appliedRevision} < ${publicAddresses.revision}`,
        eq(publicAddresses.unverified, false),
        sql`not app.awaits_comparison(${publicAddresses.zoneId}, '')`,
        sql`not app.has_unexplained_lead(${publicAddresses.zoneId}, ${publicAddresses.address}, ${publicAddresses.id})`,
      ),
    )
    .orderBy(asc(publicAddresses.id))
    .limit(100)
}

export async function markAddressApplied(tx: Tx, id: Id<'publicAddress'>, revision: number): Promise<void> {
  await tx
    .update(publicAddresses)
    .set({ appliedRevision: revision, failureCode: null, failureText: null })
    .where(and(eq(publicAddresses.id, id), sql`${publicAddresses.appliedRevision} < ${revision}`))
}

export async function recordAddressFailure(
  tx: Tx,
  id: Id<'publicAddress'>,
  revision: number,
  failure: { code: string; text: string },
): Promise<void> {
  await tx
    .update(publicAddresses)
    .set({ failureCode: failure.code, failureText: failure.text })
    .where(and(eq(publicAddresses.id, id), eq(publicAddresses.revision, revision)))
}
