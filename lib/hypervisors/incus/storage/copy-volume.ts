import type { CallOptions, VolumeSource, VolumeSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { copyTags, hypervisorName, ownerTags } from '../../port/names'
import type { Incus } from '../context'
import { run, waitForCopies } from '../wire/operations'
import { findSnapshot } from './snapshots'
import { memberOf } from './volume-location'
import { assertOwnVolume, poolPath, type VolumeRecord, volumePath } from './volume-record'
import { deleteVolume, findVolume, getOwnVolume, refuseOtherSize } from './volumes'

/** Marks a completed copy; a volume of ours without it may be partial. */
export const copyMark = 'user.andromede.copied'

/**
 * Incus lists a copy from its start, and a daemon that dies meanwhile leaves it partial. So an unmarked volume, while
 * no copy runs, is copied again.
 */
export async function copyVolume(
  incus: Incus,
  spec: VolumeSpec,
  source: VolumeSource,
  options: CallOptions,
): Promise<void> {
  const { signal } = options
  await incus.prepareProject(signal)
  const found = await findVolume(incus, spec.resourceId, signal)
  if (found) {
    if (isWhole(incus, spec, found)) return
    await waitForCopies(incus, signal)
    // The call that made it may have marked it by now.
    const made = await findVolume(incus, spec.resourceId, signal)
    if (made && isWhole(incus, spec, made)) return
    await deleteVolume(incus, spec.resourceId, options)
  }
  await copy(incus, spec, await findSource(incus, source, signal), signal)
  refuseOtherSize(spec, await getOwnVolume(incus, spec.resourceId, signal))
  await markWhole(incus, spec, signal)
}

/**
 * Marks a completed copy. A backup gets its source only now: a partial one must not be adopted. Incus clears a description that
 * a PATCH does not name.
 */
export async function markWhole(incus: Incus, spec: VolumeSpec, signal: AbortSignal): Promise<void> {
  const { backupOf: copyOf, poolName: pool } = spec
  const config = { [copyMark]: 'true', ...(copyOf && copyTags({ copyOf, pool })) }
  const json = { config, description: spec.name }
  await run(incus, 'PATCH', await volumePath(incus, spec.resourceId, signal), { signal, json })
}

export function isWhole(incus: Incus, spec: VolumeSpec, record: VolumeRecord): boolean {
  assertOwnVolume(incus, spec.resourceId, record)
  refuseOtherSize(spec, record)
  return record.config[copyMark] !== undefined
}

/** On a cluster, the copy is made on the source's member. */
async function copy(incus: Incus, spec: VolumeSpec, from: Source, signal: AbortSignal): Promise<void> {
  const { pool } = await incus.place(signal)
  const json = {
    name: hypervisorName(spec.resourceId),
    description: spec.name,
    content_type: 'filesystem',
    config: { size: `${spec.sizeGib}GiB`, ...ownerTags({ ...spec, installation: incus.installation }) },
    source: { type: 'copy', pool, name: from.name, volume_only: true },
  }
  const query = from.member === null ? {} : { target: from.member }
  await run(incus, 'POST', await poolPath(incus, signal), { signal, json, query }).catch(
    async (error: unknown) => {
      if (!(error instanceof DriverError) || error.code !== 'conflict_not_ours') throw error
      // Another call makes it, or a foreign volume has the name: checked when that copy ends.
      await waitForCopies(incus, signal)
    },
  )
}

type Source = { name: string; member: string | null }

async function findSource(
  incus: Incus,
  { volumeId, snapshotId }: VolumeSource,
  signal: AbortSignal,
): Promise<Source> {
  const record = await getOwnVolume(incus, volumeId, signal)
  const [name, member] = [record.name, memberOf(record)]
  if (snapshotId === null) return { name, member }
  if (await findSnapshot(incus, volumeId, snapshotId, signal))
    return { name: `${name}/${hypervisorName(snapshotId)}`, member }
  throw new DriverError('not_found', { params: { resourceId: snapshotId } })
}
