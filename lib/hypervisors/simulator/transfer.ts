import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { CallOptions, SnapshotSource, VolumeSpec } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import { read, strike } from './observe'
import { getOwnVolume, volumeSubject } from './own-objects'
import { findSnapshot, findVolume } from './queries/index'
import { type Simulator, transact, volumeTarget } from './simulator'
import { makeVolume } from './volumes'

/** A simulated export needs no temporary objects: the snapshot is read directly. */
export async function exportSnapshot(
  simulator: Simulator,
  _spec: VolumeSpec,
  { volumeId, snapshotId }: SnapshotSource,
  options: CallOptions,
): Promise<Readable> {
  const volumeName = hypervisorName(volumeId)
  const content = await read(simulator, volumeTarget(volumeName), options, async (tx) => {
    const volume = await getOwnVolume(tx, simulator, volumeId)
    await strike(tx, 'exportSnapshot', volumeSubject(volumeId, volume))
    const kept = await findSnapshot(tx, { volumeName, name: hypervisorName(snapshotId) })
    if (kept) return kept.content
    throw new DriverError('not_found', { rawText: 'Snapshot not found', params: { resourceId: snapshotId } })
  })
  return Readable.from([Buffer.from(content)])
}

export async function endExport(
  simulator: Simulator,
  resourceId: string,
  options: CallOptions,
): Promise<void> {
  const target = volumeTarget(hypervisorName(resourceId))
  await read(simulator, target, options, (tx) => strike(tx, 'endExport', volumeSubject(resourceId, null)))
}

export async function importVolume(
  simulator: Simulator,
  spec: VolumeSpec,
  open: () => Promise<Readable>,
  options: CallOptions,
): Promise<void> {
  const isThere = await transact(simulator, (tx) => findVolume(tx, hypervisorName(spec.resourceId)))
  const content = isThere ? '' : await text(await open())
  await makeVolume(simulator, 'importVolume', spec, [], async () => content, options)
}
