import {
  findSnapshot,
  insertSnapshot,
  removeSnapshot,
  type SimulatedOperation,
  type SimulatedVolume,
  updateVolume,
} from '~/db/queries/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

/**
 * A change of a volume's snapshots, or of its data by one of them, has its effect: with what the volume holds
 * at the end of the operation. A change that failed leaves what was.
 */
export async function settleSnapshot(
  tx: SimulatorTx,
  volume: SimulatedVolume,
  operation: SimulatedOperation,
): Promise<void> {
  const { change, dueAt, failureCode } = operation
  if (failureCode !== null) return
  switch (change.action) {
    case 'take_snapshot': {
      const { name: volumeName, content } = volume
      await insertSnapshot(tx, { volumeName, name: change.snapshotName, content, takenAt: dueAt })
      return
    }
    case 'restore_snapshot': {
      const kept = await findSnapshot(tx, { volumeName: volume.name, name: change.snapshotName })
      if (kept) await updateVolume(tx, volume.name, { content: kept.content })
      return
    }
    case 'delete_snapshot':
      await removeSnapshot(tx, { volumeName: volume.name, name: change.snapshotName })
      return
    default:
  }
}
