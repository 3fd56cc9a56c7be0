import { z } from 'zod'
import type { CallOptions, VolumeObservation, VolumeSpec } from '../driver'
import { DriverError } from '../driver-error'
import { hypervisorName, isOurs, ownerTags, readOwner } from '../names'
import { bytesToGib, parseBytes } from './bytes'
import type { Incus } from './context'
import { run } from './operations'
import { parseAnswer } from './parse-answer'

export const volumeSchema = z.looseObject({
  name: z.string(),
  config: z.record(z.string(), z.string()),
  /** The member that has it; `none` or nothing where there is only one, or where every member sees it. */
  location: z.string().nullish(),
  used_by: z.array(z.string()).nullish(),
})
export type VolumeRecord = z.infer<typeof volumeSchema>

/** The volume exists with this size; a repeat finds it. */
export async function createVolume(incus: Incus, spec: VolumeSpec, { signal }: CallOptions): Promise<void> {
  if (!(await findVolume(incus, spec.resourceId, signal))) {
    await incus.prepareProject(signal)
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
  await run(incus, 'DELETE', await volumePath(incus, resourceId, signal), { signal }).catch(
    (error: unknown) => {
      if (!(error instanceof DriverError) || error.code !== 'not_found') throw error
    },
  )
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
  const json = { config: { size: `${wantedGib}GiB` } }
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
  const path = incus.path(await volumePath(incus, resourceId, signal))
  const answer = await incus.http.request('GET', path, { signal }).catch((error: unknown) => {
    if (error instanceof DriverError && error.code === 'not_found') return null
    throw error
  })
  if (!answer) return null
  return parseAnswer(volumeSchema, answer.metadata, 'a volume')
}

export async function getOwnVolume(
  incus: Incus,
  resourceId: string,
  signal: AbortSignal,
): Promise<VolumeRecord> {
  const record = await findVolume(incus, resourceId, signal)
  if (!record) throw new DriverError('not_found', { params: { resourceId } })
  assertOwnVolume(incus, resourceId, record)
  return record
}

export function assertOwnVolume(incus: Incus, resourceId: string, record: VolumeRecord): void {
  if (isOurs(readOwner(record.config), resourceId, incus.installation)) return
  throw new DriverError('conflict_not_ours', {
    rawText: `the volume ${record.name} was not made by this installation`,
    params: { resourceId },
  })
}

/** The instance that has it, by resource id. Names we gave have one dash where the id has its underscore. */
export function attachedTo(record: VolumeRecord): string | null {
  const user = (record.used_by ?? []).find((url) => url.startsWith('/1.0/instances/'))
  return user?.slice('/1.0/instances/'.length).split('?')[0]?.replace('-', '_') ?? null
}

export function sizeGib(record: VolumeRecord): number {
  return bytesToGib(parseBytes(record.config.size))
}

export async function poolPath(incus: Incus, signal: AbortSignal): Promise<string> {
  return `/1.0/storage-pools/${(await incus.place(signal)).pool}/volumes/custom`
}

export async function volumePath(incus: Incus, resourceId: string, signal: AbortSignal): Promise<string> {
  return `${await poolPath(incus, signal)}/${hypervisorName(resourceId)}`
}
