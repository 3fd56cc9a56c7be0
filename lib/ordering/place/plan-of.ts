import type { HeldLine } from '~/db/schema/ordering/buying'
import { invariant } from '~/lib/kernel/errors'
import type { ClaimedPlace } from '~/lib/placement'
import { isPlaced, type PlannedResource } from './plan-resources'
import type { PreparedLine } from './prepare-lines'

/** What is to exist and where, in plain data: it can be carried out now, or after a decision. Pure. */
export function planOf(
  lines: readonly PreparedLine[],
  places: ReadonlyMap<string, ClaimedPlace>,
): HeldLine[] {
  return lines.map((line) => ({
    orderLineId: line.id,
    bundleId: line.bundle.id,
    zoneId: line.zoneId,
    imageId: line.imageId,
    volumeClass: line.bundle.volumeClass,
    sshKeyIds: line.input.sshKeyIds,
    fromSnapshotId: line.input.fromSnapshotId ?? null,
    fromImageId: line.input.fromImageId ?? null,
    source: line.source,
    resources: line.resources.map((resource) => {
      if (!isPlaced(resource)) return plannedAddress(resource)
      const place = places.get(resource.resourceId)
      invariant(place, 'what was claimed has a place')
      return {
        kind: resource.resourceKind,
        id: resource.resourceId,
        name: resource.name,
        partnerId: resource.resourceKind === 'instance' ? resource.volumeId : resource.instanceId,
        hostId: place.hostId,
        poolId: place.poolId,
        address: place.address,
        sizeGib: resource.poolGib,
      }
    }),
  }))
}

function plannedAddress({ resourceId: id, name }: PlannedResource): HeldLine['resources'][number] {
  return { kind: 'address', id, name, partnerId: null, hostId: null, poolId: null, address: null, sizeGib: 0 }
}
