import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockVolume } from '../common/lock-resource'
import { refuseUnless } from '../common/refuse'
import type { VolumeRow } from '../queries/resources'
import { recordSaga } from '../sagas/record-saga'
import { changeSnapshotState, lockSnapshot } from './change-copy-state'
import { snapshotCan } from './copy-can'
import { countCopies, type SnapshotRow } from './queries/copies'
import { volumeOfSnapshot } from './read-snapshots'

/**
 * The snapshot is `deleting`: what it holds is lost, at once and for good, and its billing ends when it is
 * gone. One that could not be taken is taken off the list.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids`
 */
export async function deleteSnapshot(
  ctx: OpContext,
  input: { snapshotId: Id<'snapshot'> },
): Promise<{ outcome: 'deleting'; sagaId: Id<'saga'> } | { outcome: 'removed' }> {
  authorize(ctx, 'instance:delete')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, async (tx) => {
    const volume = await lockVolume(tx, await volumeOfSnapshot(tx, input.snapshotId))
    const snapshot = await lockSnapshot(tx, input.snapshotId)
    return requestSnapshotDeletion(tx, ctx, volume, snapshot)
  })
}

/** The transaction piece of it, of a volume and a snapshot that are locked. @throws DomainError `state_forbids` */
export async function requestSnapshotDeletion(
  tx: Tx,
  ctx: OpContext,
  volume: VolumeRow,
  snapshot: SnapshotRow,
): Promise<{ outcome: 'deleting'; sagaId: Id<'saga'> } | { outcome: 'removed' }> {
  const { organisationId } = volume
  const copies = await countCopies(tx, volume.id)
  refuseUnless(snapshotCan.delete(volume, snapshot, copies.ofSnapshot(snapshot.id)), snapshot)
  const hasFailed = snapshot.state === 'failed'
  await changeSnapshotState(tx, ctx, snapshot.id, {
    from: [snapshot.state],
    to: hasFailed ? 'deleted' : 'deleting',
    effectiveAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'snapshot.deletion_requested', {
    organisationId,
    kind: 'snapshot',
    id: snapshot.id,
    details: { name: snapshot.name, volume: volume.name },
  })
  if (hasFailed) return { outcome: 'removed' }
  const sagaId = await recordSaga(tx, ctx, {
    kind: 'delete_snapshot',
    organisationId,
    resourceKind: 'snapshot',
    resourceId: snapshot.id,
    input: { volumeId: volume.id },
  })
  return { outcome: 'deleting', sagaId }
}
