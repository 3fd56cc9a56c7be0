import type { Tx } from '~/db/client'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { BackupCopy, LastCopies } from './last-copies'
import * as rows from './queries/last-copies'

const none: LastCopies = { image: null, volumes: [], snapshots: 0 }

/** What would come back of each of these servers if its host were lost, as far as this transaction sees copies. */
export async function readLastCopies(
  tx: Tx,
  instanceIds: readonly Id<'instance'>[],
): Promise<(id: Id<'instance'>) => LastCopies> {
  if (instanceIds.length === 0) return () => none
  const images = new Map((await rows.listNewestImages(tx, instanceIds)).map((row) => [row.instanceId, row]))
  const volumes = await rows.listVolumesOfServers(tx, instanceIds)
  const backups = new Map(
    (
      await rows.listNewestBackups(
        tx,
        volumes.map(({ id }) => id),
      )
    ).map((row) => [row.volumeId, row]),
  )
  const snapshots = new Map(
    (await rows.countSnapshotsOfServers(tx, instanceIds)).map((row) => [row.instanceId, row.count]),
  )
  const volumesOf = groupedBy(volumes, ({ instanceId }) => instanceId)
  const backupOf = ({ id, zoneId }: (typeof volumes)[number]): BackupCopy | null => {
    const found = backups.get(id)
    if (!found?.takenAt) return null
    const { zoneName, takenAt } = found
    return {
      id: found.id,
      name: found.name,
      takenAt: takenAt.toISOString(),
      zone: { id: found.zoneId, name: zoneName },
      isInZone: found.zoneId === zoneId,
    }
  }
  return (id) => {
    const image = images.get(id)
    return {
      image: image?.takenAt ? { id: image.id, name: image.name, takenAt: image.takenAt.toISOString() } : null,
      volumes: (volumesOf.get(id) ?? []).map((volume) => ({
        id: volume.id,
        name: volume.name,
        isLocal: volume.isLocal,
        backup: backupOf(volume),
      })),
      snapshots: snapshots.get(id) ?? 0,
    }
  }
}
