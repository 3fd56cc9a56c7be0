import type { BundleView } from '~/lib/catalogue/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { PlaceableResource } from '~/lib/placement'
import { volumeNameOf } from '../cart/resource-names'

/** A server or a volume that an order asks for, with what it needs of the datacenter. */
export type PlannedResource = PlaceableResource & { name: string } & (
    | { resourceKind: 'instance'; resourceId: Id<'instance'>; volumeId: Id<'volume'> | null }
    | { resourceKind: 'volume'; resourceId: Id<'volume'>; instanceId: Id<'instance'> | null }
  )

/**
 * The resources of one line, one set per name: a server, a volume, or a server with its volume. Their ids
 * are made here, before anything exists: outside objects are named from them.
 */
export function planResources(bundle: BundleView, names: readonly string[], now: Date): PlannedResource[] {
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
