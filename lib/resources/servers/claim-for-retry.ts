import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { claimCapacity } from '~/lib/placement'

type Wanted =
  | {
      kind: 'instance'
      id: Id<'instance'>
      size: { vcpu: number; memoryMib: number; rootDiskGib: number }
    }
  | {
      kind: 'volume'
      id: Id<'volume'>
      size: { sizeGib: number; volumeClass: 'fast' | 'standard' | 'archive' }
    }

type Scope = { organisationId: Id<'organisation'>; projectId: Id<'project'>; zoneId: Id<'zone'> }

/**
 * Claims again for resources that failed and released their claims, all or none, in the zone of their order;
 * returns each resource's host by id.
 *
 * @throws DomainError `insufficient_capacity`, `quota_exceeded`
 */
export async function claimForRetry(tx: Tx, ctx: OpContext, scope: Scope, wanted: readonly Wanted[]) {
  const { organisationId, projectId, zoneId } = scope
  const answer = await claimCapacity(tx, ctx, {
    organisationId,
    projectId,
    zoneId,
    resources: wanted.map(toRequest),
    isGrouped: true,
  })
  switch (answer.outcome) {
    case 'insufficient_capacity':
      throw new DomainError('insufficient_capacity', { params: { short: answer.short, reason: 'zone_full' } })
    case 'quota_exceeded':
      throw new DomainError('quota_exceeded', {
        params: { resource: answer.resource, limit: `${answer.limit}`, used: `${answer.used}` },
      })
    case 'claimed':
      return new Map(answer.places.map((place) => [place.resourceId, place]))
  }
}

function toRequest(resource: Wanted) {
  const nothing = { vcpu: 0, memoryMib: 0, diskGib: 0, poolGib: 0, volumeClass: null }
  if (resource.kind === 'volume') {
    const { sizeGib: poolGib, volumeClass } = resource.size
    return { ...nothing, resourceId: resource.id, resourceKind: resource.kind, poolGib, volumeClass }
  }
  const { vcpu, memoryMib, rootDiskGib: diskGib } = resource.size
  return { ...nothing, resourceId: resource.id, resourceKind: resource.kind, vcpu, memoryMib, diskGib }
}
