import { and, asc, eq, inArray, isNotNull, isNull, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isReservedAddress } from '~/db/expressions/public-address'
import { projects } from '~/db/schema/identity/identity'
import { names, nameZones, reverseNames, reverseNames6 } from '~/db/schema/names'
import { instances } from '~/db/schema/resources/compute'
import { privateAddresses } from '~/db/schema/resources/networks'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

/** A server in one of these states has no name. */
const endedStates = ['deleted', 'purging', 'purged', 'failed'] as const

/** One worker at a time plans; false while another does. */
export async function lockPlanning(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('names', 0)) as locked`,
  )
  return row?.locked ?? false
}

/** Systems of servers hold these public IPv6 addresses now. */
const isHeld6 = and(
  isNotNull(privateAddresses.address6),
  isNotNull(privateAddresses.seen6At),
  notInArray(instances.state, [...endedStates, 'creating']),
)

export async function listHeldAddresses6(tx: Tx) {
  return tx
    .select({
      organisationId: instances.organisationId,
      projectId: instances.projectId,
      address: sql<string>`${privateAddresses.address6}`,
      instanceId: instances.id,
      chosen: reverseNames6.name,
      rangeBits: sql<number>`coalesce((select masklen(p.range) from address_pools p
        where p.range >> ${privateAddresses.address6}::inet order by p.removed_at desc nulls first limit 1), 64)`,
    })
    .from(privateAddresses)
    .innerJoin(instances, eq(instances.id, privateAddresses.instanceId))
    .leftJoin(
      reverseNames6,
      and(
        eq(reverseNames6.instanceId, privateAddresses.instanceId),
        eq(reverseNames6.address6, privateAddresses.address6),
      ),
    )
    .where(isHeld6)
}

/** Projects with a public address and without a label, the oldest first. */
export async function listProjectsToLabel(tx: Tx) {
  return tx
    .select({ id: projects.id, organisationId: projects.organisationId, name: projects.name })
    .from(projects)
    .where(
      sql`(exists (select from ${publicAddresses} a where a.project_id = ${projects.id} and a.released_at is null)
          or exists (select from ${privateAddresses} h join instances i on i.id = h.instance_id
            where i.project_id = ${projects.id} and h.seen6_at is not null))
        and not exists (select from ${nameZones} z where z.project_id = ${projects.id})`,
    )
    .orderBy(asc(projects.createdAt), asc(projects.id))
}

export async function listNameZones(tx: Tx) {
  return tx.select().from(nameZones)
}

export async function insertNameZone(tx: Tx, row: typeof nameZones.$inferInsert): Promise<void> {
  await tx.insert(nameZones).values(row)
}

export async function listNames(tx: Tx) {
  return tx.select().from(names).orderBy(asc(names.id))
}

/** Servers of projects with a label. */
export async function listServersToName(tx: Tx) {
  return tx
    .select({
      id: instances.id,
      organisationId: instances.organisationId,
      projectId: instances.projectId,
      name: instances.name,
      hasAddress: sql<boolean>`(exists (select from ${publicAddresses} a where a.instance_id = ${instances.id})
        or exists (select from ${privateAddresses} h where h.instance_id = ${instances.id} and h.seen6_at is not null))`,
    })
    .from(instances)
    .innerJoin(nameZones, eq(nameZones.projectId, instances.projectId))
    .where(notInArray(instances.state, [...endedStates, 'creating']))
}

export async function listReservedAddresses(tx: Tx) {
  return tx
    .select({
      id: publicAddresses.id,
      organisationId: publicAddresses.organisationId,
      projectId: publicAddresses.projectId,
      address: publicAddresses.address,
      instanceId: publicAddresses.instanceId,
    })
    .from(publicAddresses)
    .where(isReservedAddress)
}

export async function listReverseNames(tx: Tx) {
  return tx.select({ addressId: reverseNames.addressId, name: reverseNames.name }).from(reverseNames)
}

export async function insertNames(tx: Tx, rows: (typeof names.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(names).values(rows)
}

export async function relabelName(
  tx: Tx,
  { id, ...labels }: { id: Id<'name'>; label: string; wantedLabel: string },
): Promise<void> {
  await tx.update(names).set(labels).where(eq(names.id, id))
}

/** Deletes these names and the aliases that lead to them; returns all of them. */
export async function deleteNames(tx: Tx, ids: readonly Id<'name'>[]) {
  if (ids.length === 0) return []
  const aliases = await tx
    .delete(names)
    .where(inArray(names.targetNameId, [...ids]))
    .returning()
  const own = await tx
    .delete(names)
    .where(inArray(names.id, [...ids]))
    .returning()
  return [...aliases, ...own]
}

/** Names that customers gave to addresses which they released since. */
export async function listNamesOfReleased(tx: Tx): Promise<Id<'name'>[]> {
  const rows = await tx
    .select({ id: names.id })
    .from(names)
    .innerJoin(publicAddresses, eq(publicAddresses.id, names.addressId))
    .where(sql`${publicAddresses.releasedAt} is not null`)
  return rows.map(({ id }) => id)
}

export async function deleteReverseNamesOfReleased(tx: Tx): Promise<void> {
  await tx.delete(reverseNames).where(
    sql`exists (select from ${publicAddresses} a where a.id = ${reverseNames.addressId}
      and a.released_at is not null)`,
  )
}

/**
 * Those of these addresses that are still reserved, or held over IPv6, with their organisations; none of them is released
 * before this transaction ends.
 */
export async function lockReserved(tx: Tx, addresses: readonly string[]) {
  if (addresses.length === 0) return []
  const reserved = await tx
    .select({ address: publicAddresses.address, organisationId: publicAddresses.organisationId })
    .from(publicAddresses)
    .where(and(isNull(publicAddresses.releasedAt), inArray(publicAddresses.address, [...addresses])))
    .orderBy(asc(publicAddresses.id))
    .for('share')
  const held = await tx
    .select({
      address: sql<string>`${privateAddresses.address6}`,
      organisationId: privateAddresses.organisationId,
    })
    .from(privateAddresses)
    .where(inArray(privateAddresses.address6, [...addresses]))
    .orderBy(asc(privateAddresses.address6))
    .for('share')
  return [...reserved, ...held]
}
