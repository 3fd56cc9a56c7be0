import { z } from 'zod'
import type { CallOptions, SnapshotObservation } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { acceptIfAlreadyDone } from '../wire/accept-if-already-done'
import { run, waitForSnapshotDeletions } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'
import { attachedTo, sizeGib, volumePath } from './volume-record'
import { findVolume, getOwnVolume, growVolume } from './volumes'

const snapshotSchema = z.looseObject({ created_at: z.string() })

export async function takeSnapshot(
  incus: Incus,
  volumeId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<void> {
  await getOwnVolume(incus, volumeId, signal)
  if (await findSnapshot(incus, volumeId, snapshotId, signal)) return
  const path = `${await volumePath(incus, volumeId, signal)}/snapshots`
  const json = { name: hypervisorName(snapshotId) }
  await run(incus, 'POST', path, { signal, json }).catch((error: unknown) =>
    // Created by a call with a lost answer.
    acceptIfAlreadyDone(
      error,
      'conflict_not_ours',
      async () => (await findSnapshot(incus, volumeId, snapshotId, signal)) !== null,
    ),
  )
}

/**
 * Restores a snapshot. Incus also restores the volume's size at that time, so the volume is grown to its current size.
 */
export async function restoreSnapshot(
  incus: Incus,
  volumeId: string,
  snapshotId: string,
  options: CallOptions,
): Promise<void> {
  const { signal } = options
  const record = await getOwnVolume(incus, volumeId, signal)
  if (attachedTo(record) !== null) {
    throw new DriverError('state_forbids', {
      rawText: `the volume ${record.name} is attached`,
      params: { resourceId: volumeId },
    })
  }
  if (!(await findSnapshot(incus, volumeId, snapshotId, signal))) {
    throw new DriverError('not_found', { params: { resourceId: snapshotId } })
  }
  const json = { restore: hypervisorName(snapshotId) }
  await run(incus, 'PUT', await volumePath(incus, volumeId, signal), { signal, json })
  await growVolume(incus, volumeId, sizeGib(record), options)
}

export async function deleteSnapshot(
  incus: Incus,
  volumeId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<void> {
  if (!(await findVolume(incus, volumeId, signal))) return
  await getOwnVolume(incus, volumeId, signal)
  await waitForSnapshotDeletions(incus, signal)
  if (!(await findSnapshot(incus, volumeId, snapshotId, signal))) return
  await run(incus, 'DELETE', await snapshotPath(incus, volumeId, snapshotId, signal), { signal }).catch(
    (error: unknown) =>
      acceptIfAlreadyDone(
        error,
        // Also when another call with a lost answer deletes it at the same moment.
        ['not_found', 'operation_failed'],
        async () => (await findSnapshot(incus, volumeId, snapshotId, signal)) === null,
      ),
  )
}

export async function observeSnapshot(
  incus: Incus,
  volumeId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<SnapshotObservation> {
  const found = await findSnapshot(incus, volumeId, snapshotId, signal)
  const observedAt = incus.now()
  return found
    ? { exists: true, takenAt: new Date(found.created_at), observedAt }
    : { exists: false, observedAt }
}

export async function findSnapshot(incus: Incus, volumeId: string, snapshotId: string, signal: AbortSignal) {
  const path = incus.path(await snapshotPath(incus, volumeId, snapshotId, signal))
  const answer = await incus.http.request('GET', path, { signal }).catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'not_found') return null
    throw error
  })
  return answer && parseAnswer(snapshotSchema, answer.metadata, 'a snapshot')
}

async function snapshotPath(incus: Incus, volumeId: string, snapshotId: string, signal: AbortSignal) {
  return `${await volumePath(incus, volumeId, signal)}/snapshots/${hypervisorName(snapshotId)}`
}
