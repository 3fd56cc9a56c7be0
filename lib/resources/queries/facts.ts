import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundles, zoneImages, zones } from '~/db/schema/catalogue'
import { sshKeys } from '~/db/schema/identity/identity'
import { hosts, storagePools } from '~/db/schema/inventory'
import { orderLines } from '~/db/schema/ordering/ordering'
import { orderLineUserData } from '~/db/schema/ordering/user-data'
import { volumeBackups } from '~/db/schema/resources/backups'
import { instances, stateTransitions, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

/** The data that a hypervisor needs to make this server, from its current rows. */
export async function findInstanceFacts(tx: Tx, id: Id<'instance'>) {
  const [row] = await tx
    .select({
      instance: instances,
      zoneCode: zones.code,
      hostName: hosts.name,
      image: zoneImages.alias,
      vcpu: bundles.vcpu,
      memoryMib: bundles.memoryMib,
      rootDiskGib: bundles.rootDiskGib,
      instanceType: bundles.instanceType,
    })
    .from(instances)
    .innerJoin(zones, eq(zones.id, instances.zoneId))
    .innerJoin(hosts, eq(hosts.id, instances.hostId))
    .innerJoin(bundles, eq(bundles.id, instances.bundleId))
    .leftJoin(
      zoneImages,
      and(eq(zoneImages.zoneId, instances.zoneId), eq(zoneImages.imageId, instances.imageId)),
    )
    .where(eq(instances.id, id))
  return row ?? null
}

export async function findVolumeFacts(tx: Tx, id: Id<'volume'>) {
  const [row] = await tx
    .select({ volume: volumes, zoneCode: zones.code, poolName: storagePools.name })
    .from(volumes)
    .innerJoin(zones, eq(zones.id, volumes.zoneId))
    .innerJoin(storagePools, eq(storagePools.id, volumes.poolId))
    .where(eq(volumes.id, id))
  return row ?? null
}

export async function findBackupFacts(tx: Tx, id: Id<'backup'>) {
  const [row] = await tx
    .select({ backup: volumeBackups, zoneCode: zones.code, poolName: storagePools.name })
    .from(volumeBackups)
    .innerJoin(zones, eq(zones.id, volumeBackups.zoneId))
    .innerJoin(storagePools, eq(storagePools.id, volumeBackups.poolId))
    .where(eq(volumeBackups.id, id))
  return row ?? null
}

/** The public keys that still exist, in a fixed order. */
export async function listPublicKeys(
  tx: Tx,
  organisationId: Id<'organisation'>,
  ids: readonly Id<'sshKey'>[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .select({ publicKey: sshKeys.publicKey })
    .from(sshKeys)
    .where(
      and(eq(sshKeys.organisationId, organisationId), inArray(sshKeys.id, ids), isNull(sshKeys.deletedAt)),
    )
    .orderBy(sshKeys.id)
  return rows.map((row) => row.publicKey)
}

const ofItsLine = and(
  eq(orderLineUserData.organisationId, instances.organisationId),
  eq(orderLineUserData.orderLineId, instances.orderLineId),
)

/** The user data that the server was ordered with; null without any, or for a member who does not operate it. */
export async function findUserData(tx: Tx, id: Id<'instance'>): Promise<string | null> {
  const [row] = await tx
    .select({ content: orderLineUserData.content })
    .from(instances)
    .innerJoin(orderLineUserData, ofItsLine)
    .where(eq(instances.id, id))
  return row?.content ?? null
}

/** The servers among these that were ordered with SSH open from outside, and from where. */
export async function listSshAccess(tx: Tx, ids: readonly Id<'instance'>[]) {
  const rows = await tx
    .select({ id: instances.id, name: instances.name, access: orderLines.sshAccess })
    .from(instances)
    .innerJoin(orderLines, eq(orderLines.id, instances.orderLineId))
    .where(inArray(instances.id, [...ids]))
    .orderBy(asc(instances.id))
  return rows.flatMap(({ access, ...server }) => (access ? [{ ...server, sources: access.sources }] : []))
}

export async function findHasUserData(tx: Tx, id: Id<'instance'>): Promise<boolean> {
  const rows = await tx
    .select({ id: instances.id })
    .from(instances)
    .innerJoin(orderLineUserData, ofItsLine)
    .where(eq(instances.id, id))
  return rows.length > 0
}

export async function findBundleSize(tx: Tx, id: Id<'bundle'>) {
  const [row] = await tx
    .select({ vcpu: bundles.vcpu, memoryMib: bundles.memoryMib, rootDiskGib: bundles.rootDiskGib })
    .from(bundles)
    .where(eq(bundles.id, id))
  return row ?? null
}

export async function findZoneCode(tx: Tx, id: Id<'zone'>): Promise<string | null> {
  const [row] = await tx.select({ code: zones.code }).from(zones).where(eq(zones.id, id))
  return row?.code ?? null
}

export async function findHostName(tx: Tx, id: Id<'host'>): Promise<string | null> {
  const [row] = await tx.select({ name: hosts.name }).from(hosts).where(eq(hosts.id, id))
  return row?.name ?? null
}

/**
 * Whether the server has volumes on its own host: those of a real hypervisor are local, simulated ones on the
 * network.
 */
export async function hasLocalVolumes(tx: Tx, id: Id<'instance'>): Promise<boolean> {
  const [row] = await tx
    .select({ id: volumes.id })
    .from(volumes)
    .innerJoin(zones, eq(zones.id, volumes.zoneId))
    .where(and(eq(volumes.attachedInstanceId, id), eq(zones.driver, 'incus')))
    .limit(1)
  return row !== undefined
}

/** The state before the current one; null for the first. */
export async function findPreviousState(tx: Tx, resourceId: string): Promise<string | null> {
  const [row] = await tx
    .select({ fromState: stateTransitions.fromState })
    .from(stateTransitions)
    .where(eq(stateTransitions.resourceId, resourceId))
    .orderBy(desc(stateTransitions.effectiveAt), desc(stateTransitions.recordedAt), desc(stateTransitions.id))
    .limit(1)
  return row?.fromState ?? null
}
