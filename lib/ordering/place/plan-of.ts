import type { HeldLine, HeldResource } from '~/db/schema/ordering/buying'
import { invariant } from '~/lib/kernel/errors'
import type { ClaimedPlace } from '~/lib/placement'
import { isPlaced, type PlannedAddress, type PlannedBalancer } from './plan-resources'
import type { PreparedLine } from './prepare-lines'

/** What the order creates and where, as plain data: it can be carried out now, or after a decision. Pure. */
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
    resources: line.resources.map((resource): HeldResource => {
      if (resource.resourceKind === 'address') return plannedAddress(resource)
      if (!isPlaced(resource)) return plannedBalancer(resource, line)
      const place = places.get(resource.resourceId)
      invariant(place, 'what was claimed has a place')
      const { hostId, poolId, address } = place
      const held = { name: resource.name, hostId, poolId, address, sizeGib: resource.poolGib }
      return resource.resourceKind === 'instance'
        ? { ...held, kind: 'instance', id: resource.resourceId, partnerId: resource.volumeId }
        : { ...held, kind: 'volume', id: resource.resourceId, partnerId: resource.instanceId }
    }),
  }))
}

const withoutPlace = { hostId: null, poolId: null, address: null, sizeGib: 0 }

function plannedBalancer(
  { resourceId: id, name }: PlannedBalancer,
  { input: { balancer } }: PreparedLine,
): HeldResource {
  invariant(balancer, 'the line of a balancer has its settings')
  const { networkId, addressId = null, settings } = balancer
  return { kind: 'balancer', id, name, partnerId: addressId, networkId, settings, ...withoutPlace }
}

function plannedAddress({ resourceId: id, name, holderId }: PlannedAddress): HeldResource {
  return { kind: 'address', id, name, partnerId: holderId, ...withoutPlace }
}
