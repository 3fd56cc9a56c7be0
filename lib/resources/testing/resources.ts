import { withOrganisation, withSystem } from '~/db/client'
import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import { testNow } from '~/db/testing/contexts'
import { type Id, newId } from '~/lib/kernel/ids'
import { claimCapacity, postAllocation } from '~/lib/placement'
import { openUsage } from '~/lib/usage'
import type { TestBuyer } from '~/testing/buyer'
import { type BundleName, type Estate, insertOrderLine, workerAt } from '~/testing/estate'
import { changeInstanceState, changeVolumeState } from '../common/change-state'
import { recordNewInstances, recordNewVolumes } from '../common/record-new-resource'

type Options<State> = {
  of?: TestBuyer
  bundle?: BundleName
  name?: string
  state?: State
  at?: Date
  zoneId?: Id<'zone'>
}

let made = 0
const sizes = {
  small: { vcpu: 2, memoryMib: 4096, diskGib: 50 },
  large: { vcpu: 4, memoryMib: 8192, diskGib: 100 },
  wide: { vcpu: 64, memoryMib: 8192, diskGib: 100 },
  combined: { vcpu: 2, memoryMib: 4096, diskGib: 50 },
  storage: { vcpu: 0, memoryMib: 0, diskGib: 0 },
}

/** A server with its claim; from `creating` on it also runs and is metered since `at`, unless it failed. */
export async function addInstance(
  estate: Estate,
  options: Options<InstanceState> = {},
): Promise<Id<'instance'>> {
  const { of = estate.own, bundle = 'small', state = 'running', at = testNow } = options
  made += 1
  const id = newId('instance')
  const orderLineId = await insertOrderLine(estate, of, bundle)
  const ctx = of.as('technical', at)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const zoneId = options.zoneId ?? estate.zone.zoneId
    const claim = await claimCapacity(tx, ctx, {
      organisationId,
      projectId: of.projectId,
      zoneId,
      resources: [
        { ...sizes[bundle], resourceId: id, resourceKind: 'instance', poolGib: 0, volumeClass: null },
      ],
    })
    const place = claim.outcome === 'claimed' ? claim.places[0] : undefined
    if (!place?.hostId) throw new Error(`no room in the test zone: ${claim.outcome}`)
    await recordNewInstances(tx, ctx, [
      {
        id,
        organisationId,
        projectId: of.projectId,
        orderLineId,
        bundleId: estate.bundles[bundle].id,
        zoneId,
        imageId: estate.imageId,
        hostId: place.hostId,
        address: place.address,
        name: options.name ?? `serveur-${made}`,
      },
    ])
  })
  if (state !== 'creating') await setInstanceState(id, state, at)
  return id
}

async function setInstanceState(id: Id<'instance'>, state: InstanceState, at: Date): Promise<void> {
  const ctx = workerAt(at)
  await withSystem(ctx, async (tx) => {
    const meters = ['compute', 'root_disk'] as const
    const row = await changeInstanceState(tx, ctx, id, {
      from: ['creating'],
      to: state,
      effectiveAt: at,
      set: state === 'deleted' ? { deletedAt: at, purgeAfter: new Date(at.getTime() + 72 * 3_600_000) } : {},
    })
    if (state === 'failed') return
    await postAllocation(tx, id, at)
    const isOn = !['stopped', 'deleted'].includes(state)
    await openUsage(tx, { resource: row, meters: isOn ? meters : ['root_disk'], at, recordedAt: at })
  })
}

/** A volume with its claim, in a stable state and metered since `at`; attached to `attachedTo` if given. */
export async function addVolume(
  estate: Estate,
  options: Options<VolumeState> & { attachedTo?: Id<'instance'> } = {},
): Promise<Id<'volume'>> {
  const { of = estate.own, at = testNow, attachedTo } = options
  const state = options.state ?? (attachedTo ? 'attached' : 'available')
  made += 1
  const id = newId('volume')
  const orderLineId = await insertOrderLine(estate, of, 'storage')
  const ctx = of.as('technical', at)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const zoneId = options.zoneId ?? estate.zone.zoneId
    const claim = await claimCapacity(tx, ctx, {
      organisationId,
      projectId: of.projectId,
      zoneId,
      resources: [
        { ...sizes.storage, resourceId: id, resourceKind: 'volume', poolGib: 100, volumeClass: 'fast' },
      ],
    })
    const place = claim.outcome === 'claimed' ? claim.places[0] : undefined
    if (!place?.poolId) throw new Error(`no room in the test pool: ${claim.outcome}`)
    await recordNewVolumes(tx, ctx, [
      {
        id,
        organisationId,
        projectId: of.projectId,
        orderLineId,
        bundleId: estate.bundles.storage.id,
        zoneId,
        poolId: place.poolId,
        sizeGib: 100,
        volumeClass: 'fast',
        name: options.name ?? `volume-${made}`,
      },
    ])
  })
  if (state === 'creating') return id
  const worker = workerAt(at)
  await withSystem(worker, async (tx) => {
    const row = await changeVolumeState(tx, worker, id, {
      from: ['creating'],
      to: state,
      effectiveAt: at,
      set: {
        ...(attachedTo ? { attachedInstanceId: attachedTo } : {}),
        ...(state === 'deleted'
          ? { deletedAt: at, purgeAfter: new Date(at.getTime() + 72 * 3_600_000) }
          : {}),
      },
    })
    if (state === 'failed') return
    await postAllocation(tx, id, at)
    await openUsage(tx, { resource: row, meters: ['volume'], at, recordedAt: at })
  })
  return id
}
