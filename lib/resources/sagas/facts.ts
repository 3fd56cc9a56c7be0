import type { Tx } from '~/db/client'
import type { InstanceSize, InstanceSpec, VolumeSpec } from '~/lib/hypervisors'
import { DriverError } from '~/lib/hypervisors'
import { readMoreCards } from '~/lib/hypervisors/rows'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { readCopy } from '../copies/change-copy-state'
import { connectInstance } from '../networks/connect-instance'
import {
  findBundleSize,
  findHostName,
  findInstanceFacts,
  findPreviousState,
  findUserData,
  findVolumeFacts,
  findZoneCode,
  listPublicKeys,
} from '../queries/facts'

/**
 * The specification for the hypervisor. Read again at each attempt, from rows that only this saga changes; the
 * first read gives the server its place on the private network of its project.
 */
export async function readInstanceSpec(tx: Tx, id: Id<'instance'>, now: Date): Promise<InstanceSpec> {
  const facts = await findInstanceFacts(tx, id)
  invariant(facts, `instance ${id} has a row, a zone, a host and a bundle`)
  const { instance } = facts
  const isOwn = instance.sourceSnapshotId !== null || instance.sourceImageId !== null
  const image = facts.image ?? (isOwn ? ownDisk : null)
  if (image === null) throw new DriverError('image_missing', { params: { zone: facts.zoneCode } })
  const [connected, moreCards, source, sshKeys, userData] = await Promise.all([
    connectInstance(tx, id, now),
    readMoreCards(tx, id),
    readSource(tx, instance),
    listPublicKeys(tx, instance.organisationId, instance.sshKeyIds),
    findUserData(tx, id),
  ])
  return {
    resourceId: id,
    organisationId: instance.organisationId,
    name: instance.name,
    hostName: facts.hostName,
    zoneCode: facts.zoneCode,
    image,
    type: facts.instanceType,
    source,
    vcpu: facts.vcpu,
    memoryMib: facts.memoryMib,
    rootDiskGib: facts.rootDiskGib,
    sshKeys,
    userData,
    address: connected.address,
    address6: connected.address6,
    network: connected.network,
    moreCards,
    tags: instance.tags,
  }
}

/** The catalogue image of a server, as its zone names it. */
export async function readImageAlias(tx: Tx, id: Id<'instance'>): Promise<string> {
  const facts = await findInstanceFacts(tx, id)
  invariant(facts, `instance ${id} has a row, a zone, a host and a bundle`)
  if (facts.image === null) throw new DriverError('image_missing', { params: { zone: facts.zoneCode } })
  return facts.image
}

/** Placeholder for a catalogue image that the zone no longer has, for servers with another source. */
const ownDisk = 'own-disk'

type Sources = { sourceSnapshotId: Id<'snapshot'> | null; sourceImageId: Id<'privateImage'> | null }

async function readSource(tx: Tx, { sourceSnapshotId: snapshotId, sourceImageId: imageId }: Sources) {
  if (imageId) return { imageId }
  if (!snapshotId) return null
  const { instanceId } = await readCopy(tx, 'server_snapshot', snapshotId)
  return { instanceId, snapshotId }
}

export async function readVolumeSpec(tx: Tx, id: Id<'volume'>): Promise<VolumeSpec> {
  const { volume, zoneCode, poolName } = await readVolumeFacts(tx, id)
  return {
    resourceId: id,
    organisationId: volume.organisationId,
    name: volume.name,
    zoneCode,
    poolName,
    sizeGib: volume.sizeGib,
  }
}

export async function readVolumeFacts(tx: Tx, id: Id<'volume'>) {
  const facts = await findVolumeFacts(tx, id)
  invariant(facts, `volume ${id} has a row, a zone and a pool`)
  return facts
}

export async function readBundleSize(tx: Tx, id: Id<'bundle'>): Promise<InstanceSize> {
  const size = await findBundleSize(tx, id)
  invariant(size, `bundle ${id} exists`)
  return size
}

export async function readHostName(tx: Tx, id: Id<'host'>): Promise<string> {
  const name = await findHostName(tx, id)
  invariant(name, `host ${id} exists`)
  return name
}

export async function readZoneCode(tx: Tx, id: Id<'zone'>): Promise<string> {
  const code = await findZoneCode(tx, id)
  invariant(code, `zone ${id} exists`)
  return code
}

/** `running` or `stopped`: the state of a server before the change, and after its undo. */
export async function readStateBefore(tx: Tx, id: string): Promise<'running' | 'stopped'> {
  const state = await findPreviousState(tx, id)
  invariant(state === 'running' || state === 'stopped', `${id} was running or stopped before, not ${state}`)
  return state
}
