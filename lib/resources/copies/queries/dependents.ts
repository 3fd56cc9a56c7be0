/** Resources being created from a copy: the copy must stay until they exist. */
import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { volumeBackups } from '~/db/schema/resources/backups'
import { instances, volumes } from '~/db/schema/resources/compute'
import { privateImages } from '~/db/schema/resources/images'
import { instanceSnapshots } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'
import type { SnapshotKind, SourceId } from './copies'

type OnTheWay = { total: number; ofSnapshot(id: Id<'snapshot'>): number }

const onTheWayOf: {
  [K in SnapshotKind]: (tx: Tx, id: SourceId[K]) => Promise<{ snapshotId: string | null }[]>
} = {
  volume_snapshot: (tx, volumeId) =>
    tx
      .select({ snapshotId: volumes.sourceSnapshotId })
      .from(volumes)
      .where(and(eq(volumes.sourceVolumeId, volumeId), eq(volumes.state, 'creating')))
      .unionAll(
        tx
          .select({ snapshotId: volumeBackups.sourceSnapshotId })
          .from(volumeBackups)
          .where(and(eq(volumeBackups.volumeId, volumeId), eq(volumeBackups.state, 'creating'))),
      ),
  server_snapshot: (tx, instanceId) =>
    tx
      .select({ snapshotId: instances.sourceSnapshotId })
      .from(instances)
      .innerJoin(instanceSnapshots, eq(instanceSnapshots.id, instances.sourceSnapshotId))
      .where(and(eq(instanceSnapshots.instanceId, instanceId), eq(instances.state, 'creating')))
      .unionAll(
        tx
          .select({ snapshotId: privateImages.sourceSnapshotId })
          .from(privateImages)
          .where(and(eq(privateImages.instanceId, instanceId), eq(privateImages.state, 'creating'))),
      ),
}

/**
 * How many volumes, servers, backups and images are being created from a volume or server, and from one of its
 * snapshots.
 */
export async function countInProgress<K extends SnapshotKind>(
  tx: Tx,
  kind: K,
  sourceId: SourceId[K],
): Promise<OnTheWay> {
  const rows = await onTheWayOf[kind](tx, sourceId)
  return {
    total: rows.length,
    ofSnapshot: (id) => rows.filter((row) => row.snapshotId === id).length,
  }
}

/** How many images are being made of a server's current disk or of one of its snapshots. */
export async function countImagesInProgress(tx: Tx, instanceId: Id<'instance'>): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(privateImages)
    .where(and(eq(privateImages.instanceId, instanceId), eq(privateImages.state, 'creating')))
  return row?.count ?? 0
}

/** How many volumes are being restored from a backup. */
export async function countVolumesFromBackup(tx: Tx, id: Id<'backup'>): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(volumes)
    .where(and(eq(volumes.sourceBackupId, id), eq(volumes.state, 'creating')))
  return row?.count ?? 0
}

/** How many servers are being created from an image. */
export async function countServersFromImage(tx: Tx, id: Id<'privateImage'>): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(instances)
    .where(and(eq(instances.sourceImageId, id), eq(instances.state, 'creating')))
  return row?.count ?? 0
}
