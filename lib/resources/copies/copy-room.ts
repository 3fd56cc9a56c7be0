import type { Tx } from '~/db/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { growClaim } from '~/lib/placement'
import { lockInstance } from '../common/lock-resource'
import { countImagesOnTheWay } from './images/queries/images'
import { sumInstanceSnapshots } from './server-snapshots/queries/instance-snapshots'

type Snapshot = { instanceId: Id<'instance'>; sizeGib: number }

/**
 * A snapshot's room is part of its server's claim, where that is. Whoever changes the claim holds the server's
 * lock.
 *
 * @throws DomainError `insufficient_capacity`, `quota_exceeded`
 */
export async function claimSnapshotRoom(tx: Tx, { instanceId, sizeGib }: Snapshot): Promise<void> {
  const answer = await growClaim(tx, instanceId, sizeGib)
  if (answer === 'quota_exceeded') throw new DomainError('quota_exceeded')
  if (answer === 'host_full')
    throw new DomainError('insufficient_capacity', { params: { reason: 'host_disk_full' } })
  invariant(answer === 'resized', `${instanceId} has a live claim`)
}

/** The room is free again. The lock is the server's, taken here: sagas of a snapshot hold none. */
export async function freeSnapshotRoom(tx: Tx, { instanceId, sizeGib }: Snapshot): Promise<void> {
  await lockInstance(tx, instanceId)
  const answer = await growClaim(tx, instanceId, -sizeGib)
  invariant(answer === 'resized', `${instanceId} has a live claim`)
}

/**
 * While a snapshot of a server is on its way, neither its size nor its place changes: both rewrite the claim that
 * holds the snapshot's room. An image on its way is made of such a snapshot, where it is.
 *
 * @throws DomainError `state_forbids`
 */
export async function refuseWhileSnapshotMoves(
  tx: Tx,
  instance: { id: Id<'instance'>; state: string },
): Promise<void> {
  const { moving } = await sumInstanceSnapshots(tx, instance.id)
  const refuse = (reason: string) =>
    new DomainError('state_forbids', { params: { state: instance.state, reason } })
  if (moving > 0) throw refuse('server_snapshot_changing')
  if ((await countImagesOnTheWay(tx, instance.id)) > 0) throw refuse('server_image_on_the_way')
}
