import type { BundleView } from '~/lib/catalogue/client'
import { type Id, newId } from '~/lib/kernel/ids'
import { type PlaceableResource, serverShape, volumeShape } from '~/lib/placement'
import { volumeNameOf } from '../cart/resource-names'

/** A server or volume of an order, with the capacity it needs. */
export type PlacedResource = PlaceableResource & { name: string } & (
    | { resourceKind: 'instance'; resourceId: Id<'instance'>; volumeId: Id<'volume'> | null }
    | { resourceKind: 'volume'; resourceId: Id<'volume'>; instanceId: Id<'instance'> | null }
  )
/** A public address needs no capacity; which one it is, is decided when the order is carried out. */
export type PlannedAddress = {
  resourceKind: 'address'
  resourceId: Id<'publicAddress'>
  name: string
  /** The server or balancer that it is ordered with. */
  holderId: Id<'instance'> | Id<'balancer'> | null
}
/** A load balancer: it runs outside the customer's capacity. */
export type PlannedBalancer = { resourceKind: 'balancer'; resourceId: Id<'balancer'>; name: string }
export type PlannedResource = PlacedResource | PlannedAddress | PlannedBalancer

/** Whether the resource is placed by the scheduler and claims capacity. Pure. */
export const isPlaced = (resource: PlannedResource): resource is PlacedResource =>
  resource.resourceKind !== 'address' && resource.resourceKind !== 'balancer'

/** Whether the resource has a name of its own in its project. Pure. */
export const isNamed = (resource: PlannedResource): resource is PlacedResource | PlannedBalancer =>
  resource.resourceKind !== 'address'

/**
 * The resources of one line, one set per name: a server, a volume, a server with its volume, or a public
 * address. Their ids are generated here, before the rows exist, because hypervisor objects are named after
 * them. Pure.
 */
export function planResources(bundle: BundleView, names: readonly string[], now: Date): PlannedResource[] {
  if (bundle.kind === 'address')
    return names.map((name) => ({
      name,
      resourceKind: 'address',
      resourceId: newId('publicAddress', now.getTime()),
      holderId: null,
    }))
  if (bundle.kind === 'balancer')
    return names.map((name) => ({
      name,
      resourceKind: 'balancer',
      resourceId: newId('balancer', now.getTime()),
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
        ...serverShape(bundle),
      })
    }
    if (volumeId) {
      planned.push({
        name: instanceId ? volumeNameOf(name) : name,
        resourceKind: 'volume',
        resourceId: volumeId,
        instanceId,
        ...volumeShape(bundle),
      })
    }
    return planned
  })
}

/** One public address for each server or balancer of these resources. Pure. */
export function planAddresses(resources: readonly PlannedResource[], now: Date): PlannedAddress[] {
  return resources.flatMap(({ resourceKind, resourceId, name }) =>
    resourceKind === 'instance' || resourceKind === 'balancer'
      ? [
          {
            name,
            resourceKind: 'address',
            resourceId: newId('publicAddress', now.getTime()),
            holderId: resourceId,
          },
        ]
      : [],
  )
}
