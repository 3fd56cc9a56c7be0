/** The source of a new volume or server, checked in the transaction that orders it. */
import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { assertAllowed } from '../common/assert-allowed'
import { selectInstanceRow, selectVolumeRow } from '../queries/resources'
import { volumeCan } from '../volumes/volume-can'
import { lockCopy } from './change-copy-state'
import { copyCan } from './copy-can'
import { findCopy } from './queries/copies'

/**
 * Checks that the volume or its snapshot can be copied now; returns its zone, its project, and the minimum
 * size of the copy.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function readCopySource(
  tx: Tx,
  { volumeId, snapshotId }: { volumeId: Id<'volume'>; snapshotId: Id<'snapshot'> | null },
): Promise<{ projectId: Id<'project'>; zoneId: Id<'zone'>; sizeGib: number }> {
  const volume = await selectVolumeRow(tx, volumeId)
  if (!volume) throw new DomainError('not_found')
  if (snapshotId === null) {
    assertAllowed(volumeCan.copy(volume), volume)
    return volume
  }
  const snapshot = await findCopy(tx, 'volume_snapshot', snapshotId)
  if (snapshot?.volumeId !== volumeId) throw new DomainError('not_found')
  assertAllowed(copyCan.volume_snapshot.beginAs(volume, snapshot), snapshot)
  return snapshot
}

/**
 * Checks that a server can be created from this snapshot now; returns its zone, its project, its original
 * image, the keys of its server, and the minimum size of the new disk.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function readServerSource(tx: Tx, snapshotId: Id<'snapshot'>) {
  const snapshot = await findCopy(tx, 'server_snapshot', snapshotId)
  const instance = snapshot && (await selectInstanceRow(tx, snapshot.instanceId))
  if (!snapshot || !instance) throw new DomainError('not_found')
  assertAllowed(copyCan.server_snapshot.beginAs(instance, snapshot), snapshot)
  const { projectId, zoneId, imageId, sshKeyIds } = instance
  return { instanceId: instance.id, projectId, zoneId, imageId, sshKeyIds, sizeGib: snapshot.sizeGib }
}

/**
 * Checks that a volume can be restored from this backup, and locks it until the transaction ends; returns its
 * zone, its project, its source volume, and the minimum size of the new volume.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function readBackupSource(tx: Tx, id: Id<'backup'>) {
  const backup = await lockCopy(tx, 'backup', id)
  assertAllowed(copyCan.backup.beginAs(backup), backup)
  const { projectId, zoneId, volumeId, sizeGib } = backup
  return { projectId, zoneId, volumeId, sizeGib }
}

/**
 * Checks that a server can be created from this image, and locks it until the transaction ends; returns its
 * zone, its catalogue image, and the minimum size of the new disk.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function readImageSource(tx: Tx, id: Id<'privateImage'>) {
  const image = await lockCopy(tx, 'image', id)
  assertAllowed(copyCan.image.beginAs(image), image)
  const { zoneId, imageId, sizeGib } = image
  return { zoneId, imageId, sizeGib }
}
