import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { changeInstanceState, changeVolumeState } from '../common/change-state'
import { lockInstance, lockVolume } from '../common/lock-resource'
import { recordSaga } from '../sagas/record-saga'
import type { Requested } from '../servers/request-instance-change'
import { lockCopy, readCopy } from './change-copy-state'
import { copyCan } from './copy-can'
import { type SnapshotKind, sumSnapshots } from './queries/copies'
import { countInProgress } from './queries/dependents'

/**
 * Starts the restore: the disk gets the content of the snapshot at its current size, and its current content
 * is lost. Snapshots stay, later ones too; a server keeps its volumes and its address.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids` (detach the volume, or stop the server,
 * first)
 */
export async function restoreSnapshot(
  ctx: OpContext,
  kind: SnapshotKind,
  snapshotId: Id<'snapshot'>,
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  await requireFreshProof(ctx)
  const restore = kind === 'volume_snapshot' ? restoreVolume : restoreServer
  return withOrganisation(ctx, async (tx, organisationId) => {
    const { saga, event, resourceKind, resourceId, snapshot } = await restore(tx, ctx, snapshotId)
    await recordAudit(tx, ctx, event, {
      organisationId,
      kind: resourceKind,
      id: resourceId,
      details: { snapshot },
    })
    const input = { snapshotId }
    return {
      sagaId: await recordSaga(tx, ctx, { kind: saga, organisationId, resourceKind, resourceId, input }),
    }
  })
}

async function restoreVolume(tx: Tx, ctx: OpContext, id: Id<'snapshot'>) {
  const volume = await lockVolume(tx, (await readCopy(tx, 'volume_snapshot', id)).volumeId)
  const snapshot = await lockCopy(tx, 'volume_snapshot', id)
  const { moving } = await sumSnapshots(tx, 'volume_snapshot', volume.id)
  const { total: copying } = await countInProgress(tx, 'volume_snapshot', volume.id)
  assertAllowed(copyCan.volume_snapshot.restore(volume, snapshot, { moving, copying }), volume)
  const change = { from: ['available'], to: 'restoring', effectiveAt: ctx.now } as const
  await changeVolumeState(tx, ctx, volume.id, change)
  return {
    ...({
      saga: 'restore_snapshot',
      event: 'volume.snapshot_restore_requested',
      resourceKind: 'volume',
    } as const),
    ...{ resourceId: volume.id, snapshot: snapshot.name },
  }
}

async function restoreServer(tx: Tx, ctx: OpContext, id: Id<'snapshot'>) {
  const instance = await lockInstance(tx, (await readCopy(tx, 'server_snapshot', id)).instanceId)
  const snapshot = await lockCopy(tx, 'server_snapshot', id)
  const { moving } = await sumSnapshots(tx, 'server_snapshot', instance.id)
  assertAllowed(copyCan.server_snapshot.restore(instance, snapshot, moving), instance)
  const change = { from: ['stopped'], to: 'restoring', effectiveAt: ctx.now } as const
  await changeInstanceState(tx, ctx, instance.id, change)
  return {
    ...({
      saga: 'restore_instance_snapshot',
      event: 'instance.snapshot_restore_requested',
      resourceKind: 'instance',
    } as const),
    ...{ resourceId: instance.id, snapshot: snapshot.name },
  }
}
