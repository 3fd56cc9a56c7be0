import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { instances } from '~/db/schema/resources/compute'
import { privateAddresses, privateNetworks } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'
import type { NetworkRow } from './networks'

/** Excludes servers from the network until the transaction ends, and waits for those that are being put on it. */
export async function lockAddresses(tx: Tx, id: Id<'network'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`private_addresses ${id}`}, 0))`)
}

/** The names of the servers that have an address on the network, also of those whose erasure is due. */
export async function listServerNames(tx: Tx, id: Id<'network'>): Promise<string[]> {
  const rows = await tx
    .select({ name: instances.name })
    .from(privateAddresses)
    .innerJoin(instances, eq(instances.id, privateAddresses.instanceId))
    .where(eq(privateAddresses.networkId, id))
    .orderBy(asc(instances.name))
  return rows.map(({ name }) => name)
}

/** Marks it as deleted by the customer, also a restored one; a worker removes it from the hypervisor. */
export async function markNetworkDeleted(tx: Tx, id: Id<'network'>, now: Date): Promise<void> {
  await tx
    .update(privateNetworks)
    .set({ deletedAt: now, revision: sql`${privateNetworks.revision} + 1`, unverified: false })
    .where(eq(privateNetworks.id, id))
}

export async function setNetworkName(tx: Tx, id: Id<'network'>, name: string): Promise<void> {
  await tx.update(privateNetworks).set({ name }).where(eq(privateNetworks.id, id))
}

/** Another network of the same project and zone with this name. */
export async function isNameTaken(
  tx: Tx,
  { projectId, zoneId }: Pick<NetworkRow, 'projectId' | 'zoneId'>,
  name: string,
): Promise<boolean> {
  const [row] = await tx
    .select({ id: privateNetworks.id })
    .from(privateNetworks)
    .where(
      and(
        eq(privateNetworks.projectId, projectId),
        eq(privateNetworks.zoneId, zoneId),
        eq(privateNetworks.name, name),
        isNull(privateNetworks.deletedAt),
      ),
    )
  return row !== undefined
}

export async function findNetwork(tx: Tx, id: Id<'network'>): Promise<NetworkRow | null> {
  const [row] = await tx.select().from(privateNetworks).where(eq(privateNetworks.id, id))
  return row ?? null
}

/** The open zones, with whether customers choose the ranges of their networks there. */
export async function listNetworkZones(tx: Tx) {
  return tx
    .select({
      id: zones.id,
      name: zones.name,
      code: zones.code,
      canChooseRange: sql<boolean>`${zones.networkTechnology} = 'ovn'`,
    })
    .from(zones)
    .where(eq(zones.state, 'in_service'))
    .orderBy(asc(zones.position))
}
