import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { changeInstanceState } from '../../common/change-state'
import { lockInstance } from '../../common/lock-resource'
import { refuseUnless } from '../../common/refuse'
import { recordSaga } from '../../sagas/record-saga'
import type { Requested } from '../../servers/request-instance-change'
import { instanceOfSnapshot, lockInstanceSnapshot } from './change-instance-snapshot-state'
import { instanceSnapshotCan } from './instance-snapshot-can'
import { sumInstanceSnapshots } from './queries/instance-snapshots'

/**
 * The server is `restoring`: its root disk will hold what the snapshot holds, and what it held is lost. Size,
 * volumes, address and snapshots stay.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids` (running: stop it first)
 */
export async function restoreInstanceSnapshot(
  ctx: OpContext,
  input: { snapshotId: Id<'snapshot'> },
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, await instanceOfSnapshot(tx, input.snapshotId))
    const snapshot = await lockInstanceSnapshot(tx, input.snapshotId)
    const { moving } = await sumInstanceSnapshots(tx, instance.id)
    refuseUnless(instanceSnapshotCan.restore(instance, snapshot, moving), instance)
    await changeInstanceState(tx, ctx, instance.id, {
      from: ['stopped'],
      to: 'restoring',
      effectiveAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'instance.snapshot_restore_requested', {
      organisationId,
      kind: 'instance',
      id: instance.id,
      details: { snapshot: snapshot.name },
    })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'restore_instance_snapshot',
      organisationId,
      resourceKind: 'instance',
      resourceId: instance.id,
      input: { snapshotId: snapshot.id },
    })
    return { sagaId }
  })
}
