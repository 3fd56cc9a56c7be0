import type { CallOptions, VolumeObservation, VolumeSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName, isOurs, ownerTags, readOwner } from '../../port/names'
import type { Incus } from '../context'
import { run } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'
import { deletePlaces, listPlaces, memberOf } from './volume-location'
import {
  assertOwnVolume,
  attachedTo,
  poolPath,
  sizeGib,
  type VolumeRecord,
  volumePath,
  volumeSchema,
} from './volume-record'

/** Ensures the volume with this size. */
export async function createVolume(incus: Incus, spec: VolumeSpec, { signal }: CallOptions): Promise<void> {
  // First, because locating volumes reads the project, which the organisation may not have yet.
  await incus.prepareProject(signal)
  if (!(await findVolume(incus, spec.resourceId, signal))) {
    const json = {
      name: hypervisorName(spec.resourceId),
      description: spec.name,
      content_type: 'filesystem',
      config: { size: `${spec.sizeGib}GiB`, ...ownerTags({ ...spec, installation: incus.installation }) },
    }
    await run(incus, 'POST', await poolPath(incus, signal), { signal, json }).catch((error: unknown) => {
      if (!(error instanceof DriverError) || error.code !== 'conflict_not_ours') throw error
    })
  }
  refuseOtherSize(spec, await getOwnVolume(incus, spec.resourceId, signal))
}

export function refuseOtherSize(spec: VolumeSpec, record: VolumeRecord): void {
  if (sizeGib(record) === spec.sizeGib) return
  throw new DriverError('conflict_spec', {
    rawText: `the volume ${record.name} exists with another size`,
    params: { resourceId: spec.resourceId },
  })
}

export async function deleteVolume(incus: Incus, resourceId: string, { signal }: CallOptions): Promise<void> {
  const record = await findVolume(incus, resourceId, signal)
  if (!record) return
  assertOwnVolume(incus, resourceId, record)
  const places = memberOf(record) === null ? [record] : await listPlaces(incus, resourceId, signal)
  await deletePlaces(incus, resourceId, places, signal)
}

export async function growVolume(
  incus: Incus,
  resourceId: string,
  wantedGib: number,
  { signal }: CallOptions,
): Promise<void> {
  const record = await getOwnVolume(incus, resourceId, signal)
  if (sizeGib(record) >= wantedGib) return
  await incus.prepareProject(signal)
  // Incus clears a description that a PATCH does not name.
  const json = { config: { size: `${wantedGib}GiB` }, description: record.description ?? '' }
  await run(incus, 'PATCH', await volumePath(incus, resourceId, signal), { signal, json })
}

export async function observeVolume(
  incus: Incus,
  resourceId: string,
  { signal }: CallOptions,
): Promise<VolumeObservation> {
  const record = await findVolume(incus, resourceId, signal)
  if (!record) return { exists: false, observedAt: incus.now() }
  return {
    exists: true,
    ours: isOurs(readOwner(record.config), resourceId, incus.installation),
    sizeGib: sizeGib(record),
    attachedTo: attachedTo(record),
    observedAt: incus.now(),
  }
}

export async function findVolume(
  incus: Incus,
  resourceId: string,
  signal: AbortSignal,
): Promise<VolumeRecord | null> {
  const readState = async () =>
    incus.http.request('GET', incus.path(await volumePath(incus, resourceId, signal)), { signal })
  // An organisation without a project has no volume either.
  const answer = await readState().catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'not_found') return null
    // It is moving between members.
    if (error instanceof DriverError && /more than one cluster member/i.test(error.rawText)) return 'several'
    throw error
  })
  if (!answer) return null
  if (answer === 'several') {
    const places = await listPlaces(incus, resourceId, signal)
    return places.find((place) => attachedTo(place) !== null) ?? places[0] ?? null
  }
  return parseAnswer(volumeSchema, answer.metadata, 'a volume')
}

export async function getOwnVolume(
  incus: Incus,
  resourceId: string,
  signal: AbortSignal,
): Promise<VolumeRecord> {
  const record = await findVolume(incus, resourceId, signal)
  if (!record)
    throw new DriverError('not_found', { rawText: 'the volume does not exist', params: { resourceId } })
  assertOwnVolume(incus, resourceId, record)
  return record
}
