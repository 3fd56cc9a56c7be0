import type { BundleView } from '~/lib/catalogue/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { PlaceableResource } from '~/lib/placement'
import { volumeNameOf } from '../cart/resource-names'

/** A server or a volume that an order asks for, with the room that it needs in the datacentre. */
export type PlacedResource = PlaceableResource & { name: string } & (
    | { resourceKind: 'instance'; resourceId: Id<'instance'>; volumeId: Id<'volume'> | null }
    | { resourceKind: 'volume'; resourceId: Id<'volume'>; instanceId: Id<'instance'> | null }
  )
/** A public address takes no room: which one it is, is decided when the order is carried out. */
export type PlannedAddress = { resourceKind: 'address'; resourceId: Id<'publicAddress'>; name: string }
export type PlannedResource = PlacedResource | PlannedAddress

/** Whether the scheduler places it and its capacity is claimed and held. Pure. */
export const isPlaced = (resource: PlannedResource): resource is PlacedResource =>
  resource.resourceKind !== 'address'

/**
 * The resources of one line, one set per name: a server, a volume, a server with its volume, or a public address. Their
 * ids are made here, before anything exists: outside objects are named from them.
 */
export function planResources(bundle: BundleView, names: readonly string[], now: Date): PlannedResource[] {
  if (bundle.kind === 'address')
    return names.map((name) => ({
      name,
      resourceKind: 'address',
      resourceId: newId('publicAddress', now.getTime()),
    }))
  return names.flatMap((name): PlannedResource[] => {
    const instanceId = bundle.kind === 'storage' ? null : newId('instance', now.getTime())
    const volumeId = bundle.kind === 'compute' ? null : newId('volume', now.getTime())
    const planned: PlannedResource[] = []
    if (instanceId) {
      planned.push({
        name,
        resourceKind: 'instance',
        resourceId: instanceId,
        volumeId,
        vcpu: bundle.vcpu,
        memoryMib: bundle.memoryMib,
        diskGib: bundle.rootDiskGib,
        poolGib: 0,
        volumeClass: null,
        ...(Object.keys(bundle.requiredLabels).length > 0 && { requiredLabels: bundle.requiredLabels }),
        ...(bundle.placement && { placement: bundle.placement }),
      })
    }
    if (volumeId) {
      planned.push({
        name: instanceId ? volumeNameOf(name) : name,
        resourceKind: 'volume',
        resourceId: volumeId,
        instanceId,
        vcpu: 0,
        memoryMib: 0,
        diskGib: 0,
        poolGib: bundle.volumeGib,
        volumeClass: bundle.volumeClass,
      })
    }
    return planned
  })
}
