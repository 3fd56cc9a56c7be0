import type { CallOptions, InstanceSpec, NetworkSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName, ownerTags } from '../../port/names'
import type { Incus } from '../context'
import { furtherCards, noFurtherCards, privateCard } from '../networks/cards'
import { addressDevices } from '../networks/network'
import { ensurePrivateNetwork } from '../networks/private-network'
import { findFingerprint } from '../storage/images'
import { run, waitForOperations } from '../wire/operations'
import { cloudInitConfig, takesCloudConfig } from './cloud-init'
import { isolation, makeIsolated } from './guest-limits'
import {
  assertOwnInstance,
  findInstance,
  getOwnInstance,
  type InstanceRecord,
  toObservation,
} from './instance-record'
import { findInstanceSnapshot, writeAttachments } from './instance-snapshots'
import { prepareProbe } from './probe'
import { writeAuthorizedKeys } from './ssh-keys'

/** Ensures the server, stopped, with its limits, tags and keys. */
export async function createInstance(
  incus: Incus,
  spec: InstanceSpec,
  { signal }: CallOptions,
): Promise<void> {
  const name = hypervisorName(spec.resourceId)
  await waitForOperations(incus, name, signal)
  let found = await findInstance(incus, spec.resourceId, { signal })
  if (!found) {
    const network = spec.network ? await networkOf(incus, spec.network, signal) : null
    await incus.prepareProject(signal, network)
    for (const card of spec.moreCards ?? [])
      await incus.prepareProject(signal, await networkOf(incus, card.network, signal))
    const member = incus.memberOf(spec.hostName)
    // Meanwhile, prepare the vantage for the first probe after the boot: otherwise the first server of a network waits
    // for it.
    const looking = network === null ? undefined : prepareProbe(incus, { member, bridge: network }, signal)
    const query = member === null ? {} : { target: member }
    const { config, ...rest } = await body(incus, spec, network, signal)
    const making = makeIsolated(incus, (isIsolated) => {
      const json = { ...rest, config: { ...config, ...isolation(rest.type, isIsolated) } }
      return run(incus, 'POST', '/1.0/instances', { signal, json, query })
    })
    await making.catch(async (error: unknown) => {
      // Another call made it or is making it. The checks below decide whether it is ours and matches.
      const isTaken = error instanceof DriverError && ['conflict_not_ours', 'busy'].includes(error.code)
      if (!isTaken) {
        // The next attempt checks every cached assumption again.
        incus.recently.forget()
        throw error
      }
      await waitForOperations(incus, name, signal)
    })
    await looking
    found = await findInstance(incus, spec.resourceId, { signal })
    if (!found)
      throw new DriverError('operation_lost', { rawText: 'the instance is absent after its creation' })
  }
  assertOwnInstance(incus, spec.resourceId, found.record)
  assertSameSpec(incus, spec, found.record)
  // Incus copies the disks that the source server had along with its root disk, and its cards.
  if (isCopy(spec)) await writeAttachments(incus, spec.resourceId, { ...spec, volumeIds: [] }, signal)
  // A virtual machine's disk cannot be written from outside: only cloud-init installs keys there.
  const isContainer = found.record.type === 'container'
  if (
    isContainer &&
    spec.sshKeys.length > 0 &&
    !takesCloudConfig(found.record) &&
    found.record.status === 'Stopped'
  ) {
    await writeAuthorizedKeys(incus, spec, signal)
  }
}

const networkOf = (incus: Incus, network: NetworkSpec, signal: AbortSignal) =>
  incus.recently.once(`network ${network.networkId}`, () => ensurePrivateNetwork(incus, network, { signal }))

async function sourceOf(incus: Incus, { source, image, organisationId }: InstanceSpec, signal: AbortSignal) {
  if (!source) return { source: { type: 'image', alias: image } }
  if ('imageId' in source) {
    const fingerprint = await findFingerprint(incus, source.imageId, organisationId, signal)
    return { source: { type: 'image', fingerprint } }
  }
  const { instanceId, snapshotId } = source
  const { record } = await getOwnInstance(incus, instanceId, signal)
  if (!(await findInstanceSnapshot(incus, instanceId, snapshotId, signal)))
    throw new DriverError('not_found', { params: { resourceId: snapshotId } })
  return {
    source: { type: 'copy', source: `${record.name}/${hypervisorName(snapshotId)}`, instance_only: true },
    // A cluster chooses members by it, and does not read it from the source.
    architecture: record.architecture,
  }
}

async function body(incus: Incus, spec: InstanceSpec, network: string | null, signal: AbortSignal) {
  const { pool } = await incus.place(signal)
  return {
    name: hypervisorName(spec.resourceId),
    type: spec.type ?? 'container',
    description: spec.name,
    profiles: ['default'],
    ...(await sourceOf(incus, spec, signal)),
    config: {
      'limits.cpu': String(spec.vcpu),
      'limits.memory': `${spec.memoryMib}MiB`,
      ...cloudInitConfig(spec),
      'user.andromede.image': spec.image,
      // The catalogue's images are not signed with keys that the firmware knows.
      ...(spec.type === 'virtual-machine' ? { 'security.secureboot': 'false' } : {}),
      ...ownerTags({ ...spec, installation: incus.installation }),
    },
    devices: {
      root: { type: 'disk', path: '/', pool, size: `${spec.rootDiskGib}GiB` },
      ...(network === null
        ? await addressDevices(incus, spec.address, signal)
        : { eth0: privateCard(incus, network, { ...spec, range6: spec.network?.range6, position: 0 }) }),
      ...(isCopy(spec) ? noFurtherCards() : {}),
      ...furtherCards(incus, spec.moreCards ?? []),
    },
  }
}

/** Of another server, from its snapshot. */
const isCopy = ({ source }: InstanceSpec) => Boolean(source && 'snapshotId' in source)

function assertSameSpec(incus: Incus, spec: InstanceSpec, record: InstanceRecord): void {
  const seen = toObservation(record, { ...spec, installation: incus.installation }, incus.now())
  const same =
    seen.exists &&
    seen.vcpu === spec.vcpu &&
    seen.memoryMib === spec.memoryMib &&
    seen.diskGib === spec.rootDiskGib &&
    record.config['user.andromede.image'] === spec.image &&
    record.type === (spec.type ?? 'container')
  if (!same) {
    throw new DriverError('conflict_spec', {
      rawText: `the instance ${record.name} exists with another size or image`,
      params: { resourceId: spec.resourceId },
    })
  }
}
