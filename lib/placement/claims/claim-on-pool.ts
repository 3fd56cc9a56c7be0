import type { Tx } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { callClaimAllocations } from './queries/capacity'

export type PoolClaim = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  zoneId: Id<'zone'>
  poolId: Id<'pool'>
  resourceKind: 'volume' | 'snapshot' | 'image' | 'backup'
  resourceId: string
  gib: number
}

/**
 * Claims space on one given pool inside the caller's transaction: it counts against the pool and the project's
 * quota, or nothing changes and the reason is returned.
 */
export async function claimOnPool(
  tx: Tx,
  claim: PoolClaim,
  now: Date,
): Promise<'claimed' | 'pool_full' | 'quota_exceeded'> {
  const { organisationId, projectId, zoneId, poolId, resourceKind, resourceId, gib } = claim
  const nothing = { hostId: null, vcpu: 0, memoryMib: 0, diskGib: 0 }
  const row = {
    ...nothing,
    id: newId('allocation', now.getTime()),
    resourceKind,
    resourceId,
    poolId,
    poolGib: gib,
  }
  const answer = await callClaimAllocations(tx, {
    organisationId,
    projectId,
    zoneId,
    rows: [row],
    expiresAt: null,
    now,
  })
  invariant(answer.outcome !== 'no_address', 'a claim on a pool asks for no address')
  return answer.outcome === 'lost' ? 'pool_full' : answer.outcome
}
