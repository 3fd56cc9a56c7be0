import { DriverError } from '~/lib/hypervisors'
import type { EffectInput } from '~/lib/sagas'
import { readCopy } from '../copies/change-copy-state'
import { requireSnapshot } from '../copies/snapshot-calls'
import { readVolumeFacts, readVolumeSpec } from '../sagas/facts'
import { removeOwnObject } from '../sagas/outside'

type Step = EffectInput<'recover_instance'>
type Lost = Step['saga']['input']['volumes'][number]

/** A whole volume from another zone. A longer call is started again. */
const carryingMs = 2 * 3_600_000

/**
 * Makes the volumes that were on the lost host anew, under their own ids, with the content of their backups. A backup in
 * another zone is frozen by a snapshot of the saga's own during the transfer.
 */
export async function restoreLostVolumes(step: Step): Promise<undefined> {
  for (const lost of step.saga.input.volumes) {
    const spec = await step.read((tx) => readVolumeSpec(tx, lost.volumeId))
    const { volumeId, backupId } = lost
    if (!(await isElsewhere(step, lost))) {
      await step.driver.copyVolume(spec, { volumeId: backupId, snapshotId: null }, step.call())
      continue
    }
    const source = await step.driverOf(backupId)
    await source.takeSnapshot(backupId, step.saga.id, step.call())
    await requireSnapshot('volume_snapshot', source, backupId, step.saga.id, step.call())
    const kept = { volumeId: backupId, snapshotId: step.saga.id }
    const open = () => source.exportSnapshot(spec, kept, step.call(carryingMs))
    await step.driver.importVolume(spec, open, step.call(carryingMs))
    await tidy(step, { volumeId, backupId })
  }
  return undefined
}

/** None of them existed before: the saga's first step made sure. */
export async function removeRestoredVolumes(step: Step): Promise<undefined> {
  for (const lost of step.saga.input.volumes) {
    if (await isElsewhere(step, lost)) await tidy(step, lost)
    await removeOwnObject(() => step.driver.deleteVolume(lost.volumeId, step.call()))
  }
  return undefined
}

async function tidy(step: Step, { volumeId, backupId }: Lost): Promise<void> {
  const source = await step.driverOf(backupId)
  await removeOwnObject(() => source.endExport(volumeId, step.call()))
  await removeOwnObject(() => source.deleteSnapshot(backupId, step.saga.id, step.call()))
}

/** Whether the backup is in another zone than its volume. */
async function isElsewhere(step: Step, { volumeId, backupId }: Lost): Promise<boolean> {
  return step.read(async (tx) => {
    const { volume } = await readVolumeFacts(tx, volumeId)
    return (await readCopy(tx, 'backup', backupId)).zoneId !== volume.zoneId
  })
}

/** @throws DriverError `not_found` for a missing backup, `state_forbids` for a volume that still exists */
export async function requireLostVolumes(step: Step): Promise<void> {
  for (const { volumeId, backupId } of step.saga.input.volumes) {
    if ((await step.driver.observeVolume(volumeId, step.call())).exists)
      throw new DriverError('state_forbids', {
        rawText: 'the volume still exists',
        params: { resource: volumeId },
      })
    const backup = await (await step.driverOf(backupId)).observeVolume(backupId, step.call())
    if (!backup.exists)
      throw new DriverError('not_found', {
        rawText: 'the backup does not exist: it was on the lost host',
        params: { resource: backupId },
      })
  }
}
