import type { SimulatorTx } from '~/db/simulator-client'
import { findSnapshot, insertSnapshot, removeSnapshot, type SimulatedOperation } from './queries/index'

/** A volume, or an instance with its root disk, with read and write access to its content. */
type Disk = { name: string; content: string; fill(content: string): Promise<void> }

/**
 * Applies a change of a disk's snapshots, or of its content from one, with the content at the end of the operation. A
 * failed change leaves the previous state.
 */
export async function applySnapshotChange(
  tx: SimulatorTx,
  disk: Disk,
  operation: SimulatedOperation,
): Promise<void> {
  const { change, dueAt, failureCode } = operation
  if (failureCode !== null) return
  switch (change.action) {
    case 'take_snapshot': {
      const { name: volumeName, content } = disk
      await insertSnapshot(tx, { volumeName, name: change.snapshotName, content, takenAt: dueAt })
      return
    }
    case 'restore_snapshot': {
      const kept = await findSnapshot(tx, { volumeName: disk.name, name: change.snapshotName })
      if (kept) await disk.fill(kept.content)
      return
    }
    case 'delete_snapshot':
      await removeSnapshot(tx, { volumeName: disk.name, name: change.snapshotName })
      return
    default:
  }
}
