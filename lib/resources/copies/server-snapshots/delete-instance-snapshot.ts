import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockInstance } from '../../common/lock-resource'
import { refuseUnless } from '../../common/refuse'
import { recordSaga } from '../../sagas/record-saga'
import { countImagesOnTheWay } from '../images/queries/images'
import {
  changeInstanceSnapshotState,
  instanceOfSnapshot,
  lockInstanceSnapshot,
} from './change-instance-snapshot-state'
import { instanceSnapshotCan } from './instance-snapshot-can'
import { countServerCopies } from './queries/instance-snapshots'

/**
 * The snapshot is `deleting`: what it holds is lost, at once and for good, and its billing ends when it is
 * gone. One that could not be taken is taken off the list.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids`
 */
export async function deleteInstanceSnapshot(
  ctx: OpContext,
  input: { snapshotId: Id<'snapshot'> },
): Promise<{ outcome: 'deleting'; sagaId: Id<'saga'> } | { outcome: 'removed' }> {
  authorize(ctx, 'instance:delete')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, await instanceOfSnapshot(tx, input.snapshotId))
    const snapshot = await lockInstanceSnapshot(tx, input.snapshotId)
    const copying =
      (await countServerCopies(tx, snapshot.id)) + (await countImagesOnTheWay(tx, instance.id, snapshot.id))
    refuseUnless(instanceSnapshotCan.delete(instance, snapshot, copying), snapshot)
    const hasFailed = snapshot.state === 'failed'
    await changeInstanceSnapshotState(tx, ctx, snapshot.id, {
      from: [snapshot.state],
      to: hasFailed ? 'deleted' : 'deleting',
      effectiveAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'snapshot.deletion_requested', {
      organisationId,
      kind: 'snapshot',
      id: snapshot.id,
      details: { name: snapshot.name, instance: instance.name },
    })
    if (hasFailed) return { outcome: 'removed' }
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'delete_instance_snapshot',
      organisationId,
      resourceKind: 'snapshot',
      resourceId: snapshot.id,
      input: { instanceId: instance.id },
    })
    return { outcome: 'deleting', sagaId }
  })
}
