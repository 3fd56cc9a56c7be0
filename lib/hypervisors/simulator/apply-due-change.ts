import type { SimulatorTx } from '~/db/simulator-client'
import { applyCardChange } from './apply-card-change'
import { applyInstanceChange, applyVolumeChange } from './apply-change'
import { applySnapshotChange } from './apply-snapshot-change'
import {
  findInstance,
  findRunningOperation,
  findVolume,
  markApplied,
  removeImage,
  removeInstance,
  removeVolume,
  type SimulatedOperation,
  updateInstance,
  updateVolume,
} from './queries/index'
import { imageTarget, instanceTarget, volumeTarget } from './simulator'

/**
 * Applies the running change of this target if it is due. Returns the change that is still running. The caller holds
 * the lock of the target.
 */
export async function applyDueChange(
  tx: SimulatorTx,
  target: string,
  now: Date,
): Promise<SimulatedOperation | null> {
  const operation = await findRunningOperation(tx, target)
  if (!operation || operation.dueAt > now) return operation
  const name = target.slice(target.indexOf(':') + 1)
  if (target === instanceTarget(name)) await endInstanceChange(tx, name, operation)
  else if (target === volumeTarget(name)) await endVolumeChange(tx, name, operation)
  else if (target === imageTarget(name)) await endImageChange(tx, name, operation)
  await markApplied(tx, operation.id, now)
  return null
}

async function endInstanceChange(
  tx: SimulatorTx,
  name: string,
  operation: SimulatedOperation,
): Promise<void> {
  const instance = await findInstance(tx, name)
  if (!instance) return
  const fill = (content: string) => updateInstance(tx, name, { content })
  await applySnapshotChange(tx, { ...instance, fill }, operation)
  await applyCardChange(tx, name, operation)
  const end = applyInstanceChange(instance, operation.change, operation)
  if (end === 'removed') await removeInstance(tx, name)
  else if (Object.keys(end).length > 0) await updateInstance(tx, name, end)
}

async function endVolumeChange(tx: SimulatorTx, name: string, operation: SimulatedOperation): Promise<void> {
  const volume = await findVolume(tx, name)
  if (!volume) return
  const { change } = operation
  // The instance may have been deleted during the attachment: then the volume stays free.
  if (change.action === 'attach' && !(await findInstance(tx, change.instanceName))) return
  const fill = (content: string) => updateVolume(tx, name, { content })
  await applySnapshotChange(tx, { ...volume, fill }, operation)
  const end = applyVolumeChange(volume, change, operation)
  if (end === 'removed') await removeVolume(tx, name)
  else if (Object.keys(end).length > 0) await updateVolume(tx, name, end)
}

/** An image is only created or deleted; a failed creation leaves none. */
async function endImageChange(
  tx: SimulatorTx,
  name: string,
  { change, failureCode }: SimulatedOperation,
): Promise<void> {
  const isGone = change.action === 'create' ? failureCode !== null : failureCode === null
  if (isGone) await removeImage(tx, name)
}
