import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isReservedAddress } from '~/db/expressions/public-address'
import { projects } from '~/db/schema/identity/identity'
import { nameRecords, names, nameZones, reverseNames } from '~/db/schema/names'
import { instances } from '~/db/schema/resources/compute'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

/** The labels of open projects that this person sees. */
export async function listZonesOfProjects(tx: Tx) {
  return tx
    .select({
      id: nameZones.projectId,
      organisationId: nameZones.organisationId,
      name: projects.name,
      label: nameZones.label,
    })
    .from(nameZones)
    .innerJoin(projects, eq(projects.id, nameZones.projectId))
    .where(isNull(projects.archivedAt))
    .orderBy(asc(projects.name))
}

export async function listOwnNames(tx: Tx) {
  return tx
    .select({ name: names, serverName: instances.name })
    .from(names)
    .leftJoin(instances, eq(instances.id, names.instanceId))
    .orderBy(asc(names.label), asc(names.id))
}

export async function listOwnAddresses(tx: Tx) {
  return tx
    .select({
      id: publicAddresses.id,
      organisationId: publicAddresses.organisationId,
      projectId: publicAddresses.projectId,
      projectName: projects.name,
      address: publicAddresses.address,
      instanceId: publicAddresses.instanceId,
      serverName: instances.name,
      chosen: reverseNames.name,
    })
    .from(publicAddresses)
    .innerJoin(projects, eq(projects.id, publicAddresses.projectId))
    .leftJoin(instances, eq(instances.id, publicAddresses.instanceId))
    .leftJoin(reverseNames, eq(reverseNames.addressId, publicAddresses.id))
    .where(isReservedAddress)
    .orderBy(asc(sql`${publicAddresses.address}::inet`))
}

export async function listOwnRecords(tx: Tx) {
  return tx.select().from(nameRecords)
}

export async function findReservedAddress(tx: Tx, id: Id<'publicAddress'>) {
  const [row] = await tx
    .select({
      id: publicAddresses.id,
      organisationId: publicAddresses.organisationId,
      projectId: publicAddresses.projectId,
      address: publicAddresses.address,
      instanceId: publicAddresses.instanceId,
    })
    .from(publicAddresses)
    .where(and(eq(publicAddresses.id, id), isReservedAddress))
    .for('key share')
  return row ?? null
}

/** Names of a project are added one after another: their number is limited. */
export async function lockNamesOf(tx: Tx, projectId: Id<'project'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('names ' || ${projectId}, 0))`)
}

/** Null when there is no such project; its label is null before its first public address. */
export async function findZoneOfProject(tx: Tx, projectId: Id<'project'>) {
  const [row] = await tx
    .select({ label: nameZones.label })
    .from(projects)
    .leftJoin(nameZones, eq(nameZones.projectId, projects.id))
    .where(eq(projects.id, projectId))
  return row ?? null
}

export async function listNamesOf(tx: Tx, projectId: Id<'project'>) {
  return tx.select().from(names).where(eq(names.projectId, projectId))
}

export async function insertName(tx: Tx, row: typeof names.$inferInsert): Promise<void> {
  await tx.insert(names).values(row)
}

/** Deletes a name that a customer added, with the aliases that lead to it. */
export async function deleteOwnName(tx: Tx, id: Id<'name'>) {
  await tx.delete(names).where(eq(names.targetNameId, id))
  const [row] = await tx
    .delete(names)
    .where(and(eq(names.id, id), ne(names.kind, 'server')))
    .returning()
  return row ?? null
}

export async function upsertReverseName(tx: Tx, row: typeof reverseNames.$inferInsert): Promise<void> {
  const { name, setAt } = row
  await tx
    .insert(reverseNames)
    .values(row)
    .onConflictDoUpdate({ target: reverseNames.addressId, set: { name, setAt } })
}

export async function deleteReverseName(tx: Tx, addressId: Id<'publicAddress'>): Promise<void> {
  await tx.delete(reverseNames).where(eq(reverseNames.addressId, addressId))
}
