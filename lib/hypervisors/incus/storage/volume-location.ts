import { z } from 'zod'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { acceptIfAlreadyDone } from '../wire/accept-if-already-done'
import { run, waitForCopies } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'
import { assertOwnVolume, poolPath, type VolumeRecord, volumePath, volumeSchema } from './volume-record'

/** The member of the volume; null where there is only one member or where storage is shared. */
export function memberOf({ location }: { location?: string | null | undefined }): string | null {
  return location && location !== 'none' ? location : null
}

/** Lists the volume with this name on every member that has one; several while it moves. */
export async function listPlaces(
  incus: Incus,
  resourceId: string,
  signal: AbortSignal,
  project = incus.project,
): Promise<VolumeRecord[]> {
  const path = incus.path(await poolPath(incus, signal), { recursion: '1', project })
  const { metadata } = await incus.http.request('GET', path, { signal })
  const name = hypervisorName(resourceId)
  return parseAnswer(z.array(volumeSchema), metadata, 'a list of volumes').filter(
    (each) => each.name === name,
  )
}

/** Deletes the volume from these members. */
export async function deletePlaces(
  incus: Incus,
  resourceId: string,
  places: readonly VolumeRecord[],
  signal: AbortSignal,
  project = incus.project,
): Promise<void> {
  for (const place of places) {
    const member = memberOf(place)
    const query = { project, ...(member === null ? {} : { target: member }) }
    await run(incus, 'DELETE', await volumePath(incus, resourceId, signal), { signal, query }).catch(
      (error: unknown) =>
        acceptIfAlreadyDone(error, 'not_found', async () => {
          const left = await listPlaces(incus, resourceId, signal, project)
          return left.every((each) => memberOf(each) !== member)
        }),
    )
  }
}

/** Incus 6.0 loses a volume that moves between members inside any other project, so it moves through this one. */
const transit = 'default'

/**
 * Moves the volume to this member of the cluster. A volume on another member is the real one: a namesake is the
 * leftover of an earlier attempt and is replaced, because Incus lists a copy from its start. The volume must not be in
 * use.
 */
export async function bringVolume(
  incus: Incus,
  resourceId: string,
  member: string,
  signal: AbortSignal,
): Promise<void> {
  const isHere = (place: VolumeRecord) => memberOf(place) === member
  const isElsewhere = (place: VolumeRecord) => memberOf(place) !== null && !isHere(place)
  if (!(await listPlaces(incus, resourceId, signal)).some(isElsewhere)) return
  await waitForCopies(incus, signal)
  const places = await listPlaces(incus, resourceId, signal)
  for (const place of places) assertOwnVolume(incus, resourceId, place)
  const source = places.find(isElsewhere)
  const from = source && memberOf(source)
  if (!source || !from) return
  await deletePlaces(incus, resourceId, places.filter(isHere), signal)
  if (incus.project === transit) {
    await copy(incus, source, { project: transit, target: member }, { location: from }, signal)
  } else {
    await clearTransit(incus, resourceId, signal)
    await copy(incus, source, { project: transit, target: from }, { project: incus.project }, signal)
    await copy(incus, source, { project: transit, target: member }, { location: from }, signal)
    await copy(incus, source, { project: incus.project, target: member }, { project: transit }, signal)
    await clearTransit(incus, resourceId, signal)
  }
  await deletePlaces(incus, resourceId, places.filter(isElsewhere), signal)
}

async function clearTransit(incus: Incus, resourceId: string, signal: AbortSignal): Promise<void> {
  const left = await listPlaces(incus, resourceId, signal, transit)
  for (const place of left) assertOwnVolume(incus, resourceId, place)
  await deletePlaces(incus, resourceId, left, signal, transit)
}

async function copy(
  incus: Incus,
  volume: VolumeRecord,
  to: { project: string; target: string },
  from: { location: string } | { project: string },
  signal: AbortSignal,
): Promise<void> {
  const { pool } = await incus.place(signal)
  const kept = Object.entries(volume.config).filter(([key]) => key === 'size' || key.startsWith('user.'))
  const json = {
    name: volume.name,
    description: volume.description,
    content_type: 'filesystem',
    config: Object.fromEntries(kept),
    source: { type: 'copy', name: volume.name, pool, ...from },
  }
  await run(incus, 'POST', await poolPath(incus, signal), { signal, json, query: to })
}
