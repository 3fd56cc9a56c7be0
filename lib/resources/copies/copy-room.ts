import type { Tx } from '~/db/client'
import type { InstanceSize } from '~/lib/hypervisors'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { claimOnPool, endAllocation, findLiveClaim, growClaim, postAllocation } from '~/lib/placement'
import { lockInstance } from '../common/lock-resource'
import { readCopy } from './change-copy-state'
import { copyKinds } from './copy-kinds'
import { type CopyId, type CopyKind, type NewCopyRow, sumSnapshots } from './queries/copies'
import { countImagesInProgress } from './queries/dependents'

type Room = Pick<NewCopyRow<CopyKind>, 'id' | 'organisationId' | 'projectId' | 'zoneId' | 'sizeGib'> &
  ({ poolId: Id<'pool'> } | { instanceId: Id<'instance'> })

/**
 * Claims space and quota for a new copy: on its pool, or in its server's claim for a server snapshot, which
 * has no pool. For that the caller holds the server's lock.
 *
 * @throws DomainError `insufficient_capacity`, `quota_exceeded`
 */
export async function claimCopyRoom(tx: Tx, ctx: OpContext, kind: CopyKind, copy: Room): Promise<void> {
  const { resourceKind, noRoom } = copyKinds[kind]
  const answer =
    'poolId' in copy
      ? await claimOnPool(tx, { ...copy, resourceKind, resourceId: copy.id, gib: copy.sizeGib }, ctx.now)
      : await growClaim(tx, copy.instanceId, copy.sizeGib)
  if (answer === 'quota_exceeded') throw new DomainError('quota_exceeded')
  if (answer === 'pool_full' || answer === 'host_full')
    throw new DomainError('insufficient_capacity', { params: { reason: noRoom } })
  invariant(answer === 'claimed' || answer === 'resized', `${copy.id} is part of a live claim`)
}

/** Makes the claim permanent once the copy exists; space in a server's claim already is. */
export async function postCopyRoom(tx: Tx, ctx: OpContext, kind: CopyKind, id: string): Promise<void> {
  if (kind !== 'server_snapshot') await postAllocation(tx, id, ctx.now)
}

/**
 * Releases the space. Call it before the copy's row is changed: the space of a server snapshot is under the
 * server's lock, which is taken here and must precede the copy's lock.
 */
export async function releaseCopyRoom<K extends CopyKind>(
  tx: Tx,
  ctx: OpContext,
  kind: K,
  id: CopyId<K>,
  as: 'released' | 'voided',
): Promise<void> {
  if (kind !== 'server_snapshot') {
    await endAllocation(tx, id, as, ctx.now)
    return
  }
  const { instanceId, sizeGib } = await readCopy(tx, 'server_snapshot', id as CopyId<'server_snapshot'>)
  await lockInstance(tx, instanceId)
  const answer = await growClaim(tx, instanceId, -sizeGib)
  invariant(answer === 'resized', `${instanceId} has a live claim`)
}

/**
 * The current size of a server: from its claim, which knows disks larger than their bundle's, without the
 * space of its snapshots.
 */
export async function readServerSize(tx: Tx, instanceId: Id<'instance'>): Promise<InstanceSize> {
  const claim = await findLiveClaim(tx, instanceId)
  invariant(claim, `${instanceId} has a live claim`)
  const { vcpu, memoryMib, diskGib } = claim
  const { gib } = await sumSnapshots(tx, 'server_snapshot', instanceId)
  return { vcpu, memoryMib, rootDiskGib: diskGib - gib }
}

/**
 * While a snapshot of a server is in progress, neither its size nor its host changes: both rewrite the claim
 * that includes the snapshot. An image in progress is made of such a snapshot.
 *
 * @throws DomainError `state_forbids`
 */
export async function assertNoSnapshotInProgress(
  tx: Tx,
  instance: { id: Id<'instance'>; state: string },
): Promise<void> {
  const { moving } = await sumSnapshots(tx, 'server_snapshot', instance.id)
  const refuse = (reason: string) =>
    new DomainError('state_forbids', { params: { state: instance.state, reason } })
  if (moving > 0) throw refuse('server_snapshot_changing')
  if ((await countImagesInProgress(tx, instance.id)) > 0) throw refuse('server_image_on_the_way')
}
