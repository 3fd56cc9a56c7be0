import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { volumeBackups } from '~/db/schema/resources/backups'
import { instances, volumes } from '~/db/schema/resources/compute'
import { privateImages } from '~/db/schema/resources/images'
import { instanceSnapshots } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'

/** The newest available image of each of these servers in its own zone. */
export async function listNewestImages(tx: Tx, instanceIds: readonly Id<'instance'>[]) {
  return tx
    .selectDistinctOn([privateImages.instanceId], {
      instanceId: privateImages.instanceId,
      id: privateImages.id,
      name: privateImages.name,
      takenAt: privateImages.takenAt,
    })
    .from(privateImages)
    .innerJoin(
      instances,
      and(eq(instances.id, privateImages.instanceId), eq(instances.zoneId, privateImages.zoneId)),
    )
    .where(
      and(
        inArray(privateImages.instanceId, [...instanceIds]),
        eq(privateImages.state, 'available'),
        isNotNull(privateImages.takenAt),
      ),
    )
    .orderBy(asc(privateImages.instanceId), desc(privateImages.takenAt), desc(privateImages.id))
}

/** The volumes of these servers, with where they are. */
export async function listVolumesOfServers(tx: Tx, instanceIds: readonly Id<'instance'>[]) {
  return tx
    .select({
      instanceId: sql<Id<'instance'>>`${volumes.attachedInstanceId}`,
      id: volumes.id,
      name: volumes.name,
      zoneId: volumes.zoneId,
      // Volumes of a real hypervisor are on the server's host, simulated ones on the network.
      isLocal: sql<boolean>`${zones.driver} = 'incus'`,
    })
    .from(volumes)
    .innerJoin(zones, eq(zones.id, volumes.zoneId))
    .where(inArray(volumes.attachedInstanceId, [...instanceIds]))
    .orderBy(asc(volumes.name), asc(volumes.id))
}

/** The newest available backup of each of these volumes. */
export async function listNewestBackups(tx: Tx, volumeIds: readonly Id<'volume'>[]) {
  if (volumeIds.length === 0) return []
  return tx
    .selectDistinctOn([volumeBackups.volumeId], {
      volumeId: volumeBackups.volumeId,
      id: volumeBackups.id,
      name: volumeBackups.name,
      takenAt: volumeBackups.takenAt,
      zoneId: volumeBackups.zoneId,
      zoneName: zones.name,
    })
    .from(volumeBackups)
    .innerJoin(zones, eq(zones.id, volumeBackups.zoneId))
    .where(
      and(
        inArray(volumeBackups.volumeId, [...volumeIds]),
        eq(volumeBackups.state, 'available'),
        isNotNull(volumeBackups.takenAt),
      ),
    )
    .orderBy(asc(volumeBackups.volumeId), desc(volumeBackups.takenAt), desc(volumeBackups.id))
}

/** How many snapshots each of these servers has. */
export async function countSnapshotsOfServers(tx: Tx, instanceIds: readonly Id<'instance'>[]) {
  return tx
    .select({ instanceId: instanceSnapshots.instanceId, count: sql<number>`count(*)::int` })
    .from(instanceSnapshots)
    .where(
      and(inArray(instanceSnapshots.instanceId, [...instanceIds]), eq(instanceSnapshots.state, 'available')),
    )
    .groupBy(instanceSnapshots.instanceId)
}
