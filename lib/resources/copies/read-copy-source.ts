import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { refuseUnless } from '../common/refuse'
import { selectVolumeRow } from '../queries/resources'
import { volumeCan } from '../volumes/volume-can'
import { snapshotCan } from './copy-can'
import { findSnapshot } from './queries/copies'

/**
 * The volume, or the snapshot of it, may be copied now: where and whose it is, and how large the copy is at least.
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
    refuseUnless(volumeCan.copy(volume), volume)
    return volume
  }
  const snapshot = await findSnapshot(tx, snapshotId)
  if (snapshot?.volumeId !== volumeId) throw new DomainError('not_found')
  refuseUnless(snapshotCan.copy(volume, snapshot), snapshot)
  return snapshot
}
