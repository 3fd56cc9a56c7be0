import type { CallOptions, SnapshotObservation } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import { read, strike } from './observe'
import { assertOwn, getOwnVolume, volumeSubject } from './own-objects'
import { refuseIfStruck } from './perform-change'
import { findSnapshot, findVolume } from './queries/index'
import { type Simulator, volumeTarget } from './simulator'
import { changeVolume } from './volumes'

const keyOf = (volumeId: string, snapshotId: string) => ({
  volumeName: hypervisorName(volumeId),
  name: hypervisorName(snapshotId),
})

export function takeSnapshot(
  simulator: Simulator,
  volumeId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<void> {
  const key = keyOf(volumeId, snapshotId)
  return changeVolume(simulator, 'takeSnapshot', volumeId, null, signal, async (tx, _pace, struck) => {
    await getOwnVolume(tx, simulator, volumeId)
    if (await findSnapshot(tx, key)) return 'done'
    refuseIfStruck(struck)
    return { action: 'take_snapshot', snapshotName: key.name }
  })
}

export function restoreSnapshot(
  simulator: Simulator,
  volumeId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<void> {
  const key = keyOf(volumeId, snapshotId)
  return changeVolume(simulator, 'restoreSnapshot', volumeId, null, signal, async (tx, _pace, struck) => {
    const volume = await getOwnVolume(tx, simulator, volumeId)
    if (volume.attachedTo !== null) {
      throw new DriverError('state_forbids', {
        rawText: 'Cannot restore a custom volume used by instances',
        params: { resourceId: volumeId },
      })
    }
    if (!(await findSnapshot(tx, key))) {
      throw new DriverError('not_found', {
        rawText: 'Snapshot not found',
        params: { resourceId: snapshotId },
      })
    }
    refuseIfStruck(struck)
    return { action: 'restore_snapshot', snapshotName: key.name }
  })
}

export function deleteSnapshot(
  simulator: Simulator,
  volumeId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<void> {
  const key = keyOf(volumeId, snapshotId)
  return changeVolume(simulator, 'deleteSnapshot', volumeId, null, signal, async (tx, _pace, struck) => {
    const volume = await findVolume(tx, key.volumeName)
    if (!volume || !(await findSnapshot(tx, key))) return 'done'
    assertOwn(simulator, volumeId, volume)
    refuseIfStruck(struck)
    return { action: 'delete_snapshot', snapshotName: key.name }
  })
}

export function observeSnapshot(
  simulator: Simulator,
  volumeId: string,
  snapshotId: string,
  options: CallOptions,
): Promise<SnapshotObservation> {
  const key = keyOf(volumeId, snapshotId)
  return read(simulator, volumeTarget(key.volumeName), options, async (tx): Promise<SnapshotObservation> => {
    await strike(tx, 'observeSnapshot', volumeSubject(volumeId, await findVolume(tx, key.volumeName)))
    const found = await findSnapshot(tx, key)
    const observedAt = simulator.now()
    return found ? { exists: true, takenAt: found.takenAt, observedAt } : { exists: false, observedAt }
  })
}
