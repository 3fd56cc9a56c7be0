import { createHash } from 'node:crypto'
import type { SimulatorTx } from '~/db/simulator-client'
import type { CallOptions, InstanceSpec } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import { toRow } from './apply-card-change'
import { ensureNetwork } from './networks'
import { assertOwn, getOwnImage, getOwnInstance, instanceSubject } from './own-objects'
import { performChange, refuseIfStruck } from './perform-change'
import {
  findInstance,
  findSnapshot,
  insertCard,
  insertInstance,
  type SimulatedInstance,
} from './queries/index'
import { simulated } from './refusals'
import { imageTarget, instanceTarget, type Simulator } from './simulator'

/** Images with this alias prefix are missing in every simulated zone; all others exist. */
const missingImagePrefix = 'missing-'

/**
 * Creates the simulated server, stopped. Hosts accept everything that placement sends, except under a `capacity` fault.
 */
export function createInstance(
  simulator: Simulator,
  spec: InstanceSpec,
  { signal }: CallOptions,
): Promise<void> {
  const name = hypervisorName(spec.resourceId)
  return performChange(
    simulator,
    {
      operation: 'createInstance',
      targets: [instanceTarget(name), ...sourceTargets(spec.source ?? null)],
      subject: async () =>
        instanceSubject(spec.resourceId, { ...spec, label: spec.name, tags: { ...spec.tags } }),
      async decide(tx, _pace, struck) {
        const existing = await findInstance(tx, name)
        if (existing) {
          assertOwn(simulator, spec.resourceId, existing)
          assertSameSpec(spec, existing)
          return 'done'
        }
        refuseIfStruck(struck)
        if (spec.image.startsWith(missingImagePrefix))
          throw simulated('image_missing', `Image "${spec.image}" not found`)
        const moreCards = spec.moreCards ?? []
        for (const network of [spec.network ?? [], moreCards.map((card) => card.network)].flat())
          await ensureNetwork(tx, simulator, spec.zoneCode, network)
        const content = spec.source ? await readSource(tx, simulator, spec.source, spec.organisationId) : ''
        await insertInstance(tx, {
          name,
          resourceId: spec.resourceId,
          organisationId: spec.organisationId,
          installation: simulator.installation,
          label: spec.name,
          hostName: spec.hostName,
          zoneCode: spec.zoneCode,
          image: spec.image,
          type: spec.type ?? 'container',
          vcpu: spec.vcpu,
          memoryMib: spec.memoryMib,
          rootDiskGib: spec.rootDiskGib,
          sshKeys: [...spec.sshKeys],
          userData: spec.userData ?? '',
          address: spec.address ?? addressOf(name),
          address6: spec.address6 ?? null,
          networkName: spec.network ? hypervisorName(spec.network.networkId) : null,
          tags: { ...spec.tags },
          content,
          createdAt: simulator.now(),
        })
        for (const card of moreCards) await insertCard(tx, toRow(name, card))
        return { action: 'create' }
      },
    },
    signal,
  )
}

type Source = NonNullable<InstanceSpec['source']>

function sourceTargets(source: Source | null): string[] {
  if (!source) return []
  return 'imageId' in source
    ? [imageTarget(hypervisorName(source.imageId))]
    : [instanceTarget(hypervisorName(source.instanceId))]
}

async function readSource(
  tx: SimulatorTx,
  simulator: Simulator,
  source: Source,
  organisationId: string,
): Promise<string> {
  if ('imageId' in source) {
    const image = await getOwnImage(tx, simulator, source.imageId)
    if (image.organisationId === organisationId) return image.content
    throw new DriverError('conflict_not_ours', { params: { resourceId: source.imageId } })
  }
  const { name: volumeName } = await getOwnInstance(tx, simulator, source.instanceId)
  const kept = await findSnapshot(tx, { volumeName, name: hypervisorName(source.snapshotId) })
  if (kept) return kept.content
  throw new DriverError('not_found', {
    rawText: 'Snapshot not found',
    params: { resourceId: source.snapshotId },
  })
}

function assertSameSpec(spec: InstanceSpec, existing: SimulatedInstance): void {
  const same =
    existing.vcpu === spec.vcpu &&
    existing.memoryMib === spec.memoryMib &&
    existing.rootDiskGib === spec.rootDiskGib &&
    existing.image === spec.image &&
    existing.type === (spec.type ?? 'container')
  if (same) return
  throw new DriverError('conflict_spec', {
    rawText: `${existing.name} exists with another size or image`,
    params: { resourceId: spec.resourceId },
  })
}

/** The address from a simulated DHCP: always the same for the same name. */
function addressOf(name: string): string {
  const [high = 0, low = 0] = createHash('sha256').update(name).digest()
  return `10.254.${high}.${1 + (low % 254)}`
}
