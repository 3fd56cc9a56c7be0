import { createHash } from 'node:crypto'
import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { seedSystem } from '../contexts'
import type { HistoryEvent } from '../demonstration/history-event'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

export type Names = Awaited<ReturnType<typeof queries.readSeedNames>>
/** One event of one organisation, at its moment. */
export type Scene = SeededOrganisation & { at: Date; event: HistoryEvent }

export function keyOf(scene: Scene, name: string): string {
  return createHash('sha256').update(`${scene.key}:${name}`).digest('hex').slice(0, 32)
}

export async function serverNamed(scene: Scene, name: string): Promise<Id<'instance'>> {
  const id = await withSystem(seedSystem(scene.at), (tx) =>
    queries.findServer(tx, scene.organisationId, name),
  )
  invariant(id, `${scene.key} has no server ${name}`)
  return id
}

/** The default project without a name. */
export async function projectNamed(scene: Scene, name: string | undefined): Promise<Id<'project'>> {
  const id = await withSystem(seedSystem(scene.at), (tx) =>
    queries.findProject(tx, scene.organisationId, name ?? null),
  )
  invariant(id, `${scene.key} has no project ${name}`)
  return id
}

/** The default network of the project there without a name. */
export async function networkIn(
  scene: Scene,
  projectId: Id<'project'>,
  zoneId: Id<'zone'>,
  name: string | null = null,
): Promise<Id<'network'>> {
  const id = await withSystem(seedSystem(scene.at), (tx) => queries.findNetwork(tx, projectId, zoneId, name))
  invariant(id, `${scene.key} has no network ${name ?? ''} there`)
  return id
}

export async function volumeNamed(scene: Scene, name: string): Promise<Id<'volume'>> {
  const id = await withSystem(seedSystem(scene.at), (tx) => queries.findDisk(tx, scene.organisationId, name))
  invariant(id, `${scene.key} has no volume ${name}`)
  return id
}

export function named<T>(ids: ReadonlyMap<string, T>, name: string): T {
  const id = ids.get(name)
  invariant(id, `the plans name ${name}, which was not seeded`)
  return id
}
