import type { CallOptions, KeptByRestore, SnapshotObservation } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import { read, strike } from './observe'
import { assertOwn, getOwnInstance, instanceSubject } from './own-objects'
import { refuseIfStruck } from './perform-change'
import { changeInstance } from './power'
import { findInstance, findSnapshot } from './queries/index'
import { instanceTarget, type Simulator } from './simulator'

const keyOf = (instanceId: string, snapshotId: string) => ({
  volumeName: hypervisorName(instanceId),
  name: hypervisorName(snapshotId),
})

export function takeInstanceSnapshot(
  simulator: Simulator,
  instanceId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<void> {
  const key = keyOf(instanceId, snapshotId)
  return changeInstance(simulator, 'takeInstanceSnapshot', instanceId, signal, async (tx, _pace, struck) => {
    await getOwnInstance(tx, simulator, instanceId)
    if (await findSnapshot(tx, key)) return 'done'
    refuseIfStruck(struck)
    return { action: 'take_snapshot', snapshotName: key.name }
  })
}

/** A simulated snapshot contains neither size nor volumes, so they stay unchanged. */
export function restoreInstanceSnapshot(
  simulator: Simulator,
  instanceId: string,
  snapshotId: string,
  _kept: KeptByRestore,
  { signal }: CallOptions,
): Promise<void> {
  const key = keyOf(instanceId, snapshotId)
  return changeInstance(
    simulator,
    'restoreInstanceSnapshot',
    instanceId,
    signal,
    async (tx, _pace, struck) => {
      const instance = await getOwnInstance(tx, simulator, instanceId)
      if (instance.power === 'running') {
        throw new DriverError('state_forbids', {
          rawText: 'Cannot restore a running instance',
          params: { resourceId: instanceId },
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
    },
  )
}

export function deleteInstanceSnapshot(
  simulator: Simulator,
  instanceId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<void> {
  const key = keyOf(instanceId, snapshotId)
  return changeInstance(
    simulator,
    'deleteInstanceSnapshot',
    instanceId,
    signal,
    async (tx, _pace, struck) => {
      const instance = await findInstance(tx, key.volumeName)
      if (!instance || !(await findSnapshot(tx, key))) return 'done'
      assertOwn(simulator, instanceId, instance)
      refuseIfStruck(struck)
      return { action: 'delete_snapshot', snapshotName: key.name }
    },
  )
}

export function observeInstanceSnapshot(
  simulator: Simulator,
  instanceId: string,
  snapshotId: string,
  options: CallOptions,
): Promise<SnapshotObservation> {
  const key = keyOf(instanceId, snapshotId)
  return read(
    simulator,
    instanceTarget(key.volumeName),
    options,
    async (tx): Promise<SnapshotObservation> => {
      const instance = await findInstance(tx, key.volumeName)
      await strike(tx, 'observeInstanceSnapshot', instanceSubject(instanceId, instance))
      const found = await findSnapshot(tx, key)
      const observedAt = simulator.now()
      return found ? { exists: true, takenAt: found.takenAt, observedAt } : { exists: false, observedAt }
    },
  )
}
