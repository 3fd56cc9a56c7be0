import type { Readable } from 'node:stream'
import type { CallOptions, SnapshotSource, VolumeSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName, ownerTags } from '../../port/names'
import type { Incus } from '../context'
import { acceptIfAlreadyDone } from '../wire/accept-if-already-done'
import { awaitOperation, run, waitForBackups } from '../wire/operations'
import { isWhole, markWhole } from './copy-volume'
import { findSnapshot } from './snapshots'
import { deletePlaces, listPlaces, memberOf } from './volume-location'
import { assertOwnVolume, poolPath, type VolumeRecord, volumePath } from './volume-record'
import { deleteVolume, findVolume, getOwnVolume, refuseOtherSize } from './volumes'

/** Exports are in the operator's project, which counts against no customer's limits. */
const project = 'default'
const exportName = 'export'
const exportSuffix = '_out'

/**
 * Whether the volume is an export: it carries an owner but is no customer's volume, and is deleted when the export
 * ends.
 */
export const isExport = ({ name }: { name: string }) => name.endsWith(hypervisorName(exportSuffix))

/** A separate name, because the target volume may be imported on the same hypervisor at the same time. */
const exportId = (resourceId: string) => `${resourceId}${exportSuffix}`

const inProject = (incus: Incus): Incus => ({
  ...incus,
  project,
  path: (path, query = {}) => incus.path(path, { project, ...query }),
})

/**
 * Exports a snapshot. Incus exports volumes but not snapshots, so the snapshot is first copied to a volume that is
 * named after the target volume and carries its tags. Leftovers of an earlier attempt are replaced.
 */
export async function exportSnapshot(
  incus: Incus,
  spec: VolumeSpec,
  { volumeId, snapshotId }: SnapshotSource,
  options: CallOptions,
): Promise<Readable> {
  const { signal } = options
  const source = await getOwnVolume(incus, volumeId, signal)
  if (!(await findSnapshot(incus, volumeId, snapshotId, signal)))
    throw new DriverError('not_found', { params: { resourceId: snapshotId } })
  await endExport(incus, spec.resourceId, options)
  const exports = inProject(incus)
  const member = memberOf(source)
  const query = member === null ? {} : { target: member }
  const { pool } = await incus.place(signal)
  await run(exports, 'POST', await poolPath(incus, signal), {
    signal,
    query,
    json: {
      name: hypervisorName(exportId(spec.resourceId)),
      content_type: 'filesystem',
      config: { size: `${spec.sizeGib}GiB`, ...ownerTags({ ...spec, installation: incus.installation }) },
      source: {
        type: 'copy',
        pool,
        name: `${source.name}/${hypervisorName(snapshotId)}`,
        project: incus.project,
        volume_only: true,
      },
    },
  })
  const path = await volumePath(incus, exportId(spec.resourceId), signal)
  await run(exports, 'POST', `${path}/backups`, {
    signal,
    query,
    json: { name: exportName, volume_only: true, optimized_storage: false, compression_algorithm: 'none' },
  })
  return incus.http.download(exports.path(`${path}/backups/${exportName}/export`, query), { signal })
}

export async function endExport(incus: Incus, resourceId: string, { signal }: CallOptions): Promise<void> {
  const exports = inProject(incus)
  await waitForBackups(exports, signal)
  const places = await listPlaces(exports, exportId(resourceId), signal)
  for (const place of places) assertOwnVolume(incus, resourceId, place)
  await deletePlaces(exports, exportId(resourceId), places, signal)
}

/** Imports the volume. One without the completion mark, while no import runs, is partial and is imported again. */
export async function importVolume(
  incus: Incus,
  spec: VolumeSpec,
  open: () => Promise<Readable>,
  options: CallOptions,
): Promise<void> {
  const { signal } = options
  await incus.prepareProject(signal)
  await waitForBackups(incus, signal)
  const found = await findVolume(incus, spec.resourceId, signal)
  if (found && isWhole(incus, spec, found)) return
  if (found) await deleteVolume(incus, spec.resourceId, options)
  const path = incus.path(await poolPath(incus, signal))
  const headers = {
    'content-type': 'application/octet-stream',
    'X-Incus-name': hypervisorName(spec.resourceId),
  }
  const { operation } = await incus.http.upload(path, await open(), { signal, headers })
  if (operation !== null) {
    await awaitOperation(incus, operation, signal).catch((error: unknown) =>
      acceptIfAlreadyDone(
        error,
        'conflict_not_ours',
        async () => (await findVolume(incus, spec.resourceId, signal)) !== null,
      ),
    )
  }
  const record: VolumeRecord = await getOwnVolume(incus, spec.resourceId, signal)
  refuseOtherSize(spec, record)
  await markWhole(incus, spec, signal)
}
