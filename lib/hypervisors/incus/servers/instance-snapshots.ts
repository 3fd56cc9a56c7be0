import { z } from 'zod'
import type { CallOptions, KeptByRestore, SnapshotObservation } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { furtherCards, withoutFurtherCards } from '../networks/cards'
import { withNetworksOf } from '../networks/stand-in'
import { acceptIfAlreadyDone } from '../wire/accept-if-already-done'
import { run, waitForOperations } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'
import { changeDevices } from './change-devices'
import {
  assertOwnInstance,
  findInstance,
  getOwnInstance,
  type InstanceRecord,
  instancePath,
  instanceSchema,
  toPower,
} from './instance-record'
import { resizeInstance } from './resize-instance'

const snapshotSchema = z.looseObject({
  created_at: z.string(),
  devices: instanceSchema.shape.devices.optional().transform((devices) => devices ?? {}),
})

export async function takeInstanceSnapshot(
  incus: Incus,
  instanceId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(instanceId), signal)
  await getOwnInstance(incus, instanceId, signal)
  if (await findInstanceSnapshot(incus, instanceId, snapshotId, signal)) return
  const json = { name: hypervisorName(snapshotId), stateful: false }
  await run(incus, 'POST', `${instancePath(instanceId)}/snapshots`, { signal, json }).catch(
    (error: unknown) =>
      // Created by a call with a lost answer.
      acceptIfAlreadyDone(
        error,
        'conflict_not_ours',
        async () => (await findInstanceSnapshot(incus, instanceId, snapshotId, signal)) !== null,
      ),
  )
}

/**
 * Incus restores settings and devices along with the disk, so the current ones are written over them. A repeat finds
 * the disk already restored and writes them again.
 */
export async function restoreInstanceSnapshot(
  incus: Incus,
  instanceId: string,
  snapshotId: string,
  kept: KeptByRestore,
  options: CallOptions,
): Promise<void> {
  const { signal } = options
  await waitForOperations(incus, hypervisorName(instanceId), signal)
  const { record } = await getOwnInstance(incus, instanceId, signal)
  if (toPower(record.status) !== 'stopped') {
    throw new DriverError('state_forbids', {
      rawText: `the instance ${record.name} is not stopped`,
      params: { resourceId: instanceId },
    })
  }
  const snapshot = await findInstanceSnapshot(incus, instanceId, snapshotId, signal)
  if (!snapshot) throw new DriverError('not_found', { params: { resourceId: snapshotId } })
  await withNetworksOf(incus, snapshot.devices, signal, async () => {
    const json = { restore: hypervisorName(snapshotId) }
    await run(incus, 'PUT', instancePath(instanceId), { signal, json })
    await writeAttachments(incus, instanceId, kept, signal)
  })
  await resizeInstance(incus, instanceId, kept, options)
}

export async function deleteInstanceSnapshot(
  incus: Incus,
  instanceId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(instanceId), signal)
  const found = await findInstance(incus, instanceId, { signal })
  if (!found) return
  assertOwnInstance(incus, instanceId, found.record)
  if (!(await findInstanceSnapshot(incus, instanceId, snapshotId, signal))) return
  await run(incus, 'DELETE', snapshotPath(instanceId, snapshotId), { signal }).catch((error: unknown) =>
    acceptIfAlreadyDone(
      error,
      'not_found',
      async () => (await findInstanceSnapshot(incus, instanceId, snapshotId, signal)) === null,
    ),
  )
}

export async function observeInstanceSnapshot(
  incus: Incus,
  instanceId: string,
  snapshotId: string,
  { signal }: CallOptions,
): Promise<SnapshotObservation> {
  const found = await findInstanceSnapshot(incus, instanceId, snapshotId, signal)
  const observedAt = incus.now()
  return found
    ? { exists: true, takenAt: new Date(found.created_at), observedAt }
    : { exists: false, observedAt }
}

/** Gives the instance exactly the disks of these volumes and these further cards, besides its root disk and first card. */
export async function writeAttachments(
  incus: Incus,
  instanceId: string,
  { volumeIds, moreCards = [] }: Pick<KeptByRestore, 'volumeIds' | 'moreCards'>,
  signal: AbortSignal,
): Promise<void> {
  const { pool } = await incus.place(signal)
  const volumes = Object.fromEntries(
    volumeIds.map((id) => {
      const name = hypervisorName(id)
      return [name, { type: 'disk', pool, source: name, path: `/mnt/${name}` }]
    }),
  )
  const added = { ...volumes, ...furtherCards(incus, moreCards) }
  const own = (devices: InstanceRecord['devices']) => withoutVolumes(withoutFurtherCards(devices))
  const isThere = await changeDevices(incus, instanceId, (devices) => ({ ...own(devices), ...added }), signal)
  if (!isThere) throw new DriverError('not_found', { params: { resourceId: instanceId } })
}

function withoutVolumes(devices: InstanceRecord['devices']): InstanceRecord['devices'] {
  const isVolume = (device: Record<string, string>) => device.type === 'disk' && device.source !== undefined
  return Object.fromEntries(Object.entries(devices).filter(([, device]) => !isVolume(device)))
}

export async function findInstanceSnapshot(
  incus: Incus,
  instanceId: string,
  snapshotId: string,
  signal: AbortSignal,
) {
  const path = incus.path(snapshotPath(instanceId, snapshotId))
  const answer = await incus.http.request('GET', path, { signal }).catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'not_found') return null
    throw error
  })
  return answer && parseAnswer(snapshotSchema, answer.metadata, 'a snapshot')
}

function snapshotPath(instanceId: string, snapshotId: string): string {
  return `${instancePath(instanceId)}/snapshots/${hypervisorName(snapshotId)}`
}
