/** The copies for screens, newest first: without deleted ones, with failed ones. */
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { diskSnapshotMeters, monthlyCentsOf, snapshotMeters } from '~/db/expressions/agreed-prices'
import { images, zones } from '~/db/schema/catalogue'
import { storagePools } from '~/db/schema/inventory'
import { volumeBackups } from '~/db/schema/resources/backups'
import { instances, volumes } from '~/db/schema/resources/compute'
import { privateImages } from '~/db/schema/resources/images'
import { instanceSnapshots, volumeSnapshots } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'

export async function listShownVolumeSnapshots(tx: Tx, volumeId: Id<'volume'>, now: Date, limit: number) {
  const { bundleId, orderLineId } = volumeSnapshots
  return tx
    .select({
      copy: volumeSnapshots,
      monthlyCents: monthlyCentsOf({ bundleId, orderLineId }, snapshotMeters, now),
    })
    .from(volumeSnapshots)
    .where(and(eq(volumeSnapshots.volumeId, volumeId), sql`${volumeSnapshots.state} <> 'deleted'`))
    .orderBy(desc(volumeSnapshots.createdAt), desc(volumeSnapshots.id))
    .limit(limit)
}

export async function listShownServerSnapshots(tx: Tx, instanceId: Id<'instance'>, now: Date, limit: number) {
  const { bundleId, orderLineId } = instanceSnapshots
  return tx
    .select({
      copy: instanceSnapshots,
      monthlyCents: monthlyCentsOf({ bundleId, orderLineId }, diskSnapshotMeters, now),
    })
    .from(instanceSnapshots)
    .where(and(eq(instanceSnapshots.instanceId, instanceId), sql`${instanceSnapshots.state} <> 'deleted'`))
    .orderBy(desc(instanceSnapshots.createdAt), desc(instanceSnapshots.id))
    .limit(limit)
}

export async function listShownBackups(tx: Tx, now: Date, limit: number) {
  const { bundleId, orderLineId } = volumeBackups
  return tx
    .select({
      copy: volumeBackups,
      monthlyCents: monthlyCentsOf({ bundleId, orderLineId }, snapshotMeters, now),
      dependents: sql<number>`(select count(*)::int from volumes v
        where v.source_backup_id = ${volumeBackups.id} and v.state = 'creating')`,
      zoneCode: zones.code,
      zoneName: zones.name,
      volumeClass: storagePools.volumeClass,
      sourceName: volumes.name,
      sourceState: volumes.state,
    })
    .from(volumeBackups)
    .innerJoin(zones, eq(zones.id, volumeBackups.zoneId))
    .innerJoin(storagePools, eq(storagePools.id, volumeBackups.poolId))
    .innerJoin(volumes, eq(volumes.id, volumeBackups.volumeId))
    .where(sql`${volumeBackups.state} <> 'deleted'`)
    .orderBy(desc(volumeBackups.createdAt), desc(volumeBackups.id))
    .limit(limit)
}

export async function listShownImages(tx: Tx, now: Date, limit: number) {
  const { bundleId, orderLineId } = privateImages
  return tx
    .select({
      copy: privateImages,
      monthlyCents: monthlyCentsOf({ bundleId, orderLineId }, diskSnapshotMeters, now),
      dependents: sql<number>`(select count(*)::int from instances i
        where i.source_image_id = ${privateImages.id} and i.state = 'creating')`,
      zoneCode: zones.code,
      zoneName: zones.name,
      baseName: images.name,
      sourceName: instances.name,
      sourceState: instances.state,
    })
    .from(privateImages)
    .innerJoin(zones, eq(zones.id, privateImages.zoneId))
    .innerJoin(images, eq(images.id, privateImages.imageId))
    .innerJoin(instances, eq(instances.id, privateImages.instanceId))
    .where(sql`${privateImages.state} <> 'deleted'`)
    .orderBy(desc(privateImages.createdAt), desc(privateImages.id))
    .limit(limit)
}

/** The images available for new servers, by name. They carry cloud-init when the server's image did. */
export async function listAvailablePrivateImages(tx: Tx) {
  const { id, name, zoneId, sizeGib, takenAt } = privateImages
  return tx
    .select({ id, name, zoneId, sizeGib, takenAt, hasCloudInit: images.hasCloudInit })
    .from(privateImages)
    .innerJoin(images, eq(images.id, privateImages.imageId))
    .where(eq(privateImages.state, 'available'))
    .orderBy(asc(privateImages.name), asc(privateImages.id))
}
