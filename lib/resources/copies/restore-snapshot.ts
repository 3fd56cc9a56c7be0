import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { changeVolumeState } from '../common/change-state'
import { lockVolume } from '../common/lock-resource'
import { refuseUnless } from '../common/refuse'
import { recordSaga } from '../sagas/record-saga'
import type { Requested } from '../servers/request-instance-change'
import { lockSnapshot } from './change-copy-state'
import { snapshotCan } from './copy-can'
import { countCopies, countSnapshots } from './queries/copies'
import { volumeOfSnapshot } from './read-snapshots'

/**
 * The volume is `restoring`: it will hold what the snapshot holds, at the size it has now, and what it held
 * is lost. Snapshots stay, later ones too.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids` (attached: detach it first)
 */
export async function restoreSnapshot(
  ctx: OpContext,
  input: { snapshotId: Id<'snapshot'> },
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const volume = await lockVolume(tx, await volumeOfSnapshot(tx, input.snapshotId))
    const snapshot = await lockSnapshot(tx, input.snapshotId)
    const { moving } = await countSnapshots(tx, volume.id)
    const { copying } = await countCopies(tx, volume.id)
    refuseUnless(snapshotCan.restore(volume, snapshot, { moving, copying }), volume)
    await changeVolumeState(tx, ctx, volume.id, {
      from: ['available'],
      to: 'restoring',
      effectiveAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'volume.snapshot_restore_requested', {
      organisationId,
      kind: 'volume',
      id: volume.id,
      details: { snapshot: snapshot.name },
    })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'restore_snapshot',
      organisationId,
      resourceKind: 'volume',
      resourceId: volume.id,
      input: { snapshotId: snapshot.id },
    })
    return { sagaId }
  })
}
