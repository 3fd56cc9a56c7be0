import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { SagaInputs } from '~/lib/sagas'
import { assertAllowed } from '../common/assert-allowed'
import { lockInstance, lockVolume } from '../common/lock-resource'
import { recordSaga, type SagaRequest } from '../sagas/record-saga'
import type { Decision } from '../servers/instance-can'
import { changeCopyState, lockCopy, readCopy } from './change-copy-state'
import { copyCan } from './copy-can'
import { type CopySaga, copyKinds } from './copy-kinds'
import type { CopyId, CopyKind, CopyRow } from './queries/copies'
import { countInProgress, countServersFromImage, countVolumesFromBackup } from './queries/dependents'

type Requested = { outcome: 'deleting'; sagaId: Id<'saga'> } | { outcome: 'removed' }

/**
 * Starts deleting the copy: its content is lost at once and permanently, and billing ends when it no longer
 * exists (`delete-copy.saga.ts`). A failed copy is removed from the list. Resources created from it stay.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids`
 */
export async function deleteCopy<K extends CopyKind>(
  ctx: OpContext,
  kind: K,
  id: CopyId<K>,
): Promise<Requested> {
  authorize(ctx, 'instance:delete')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, (tx) => requestCopyDeletion(tx, ctx, kind, id))
}

/**
 * The same in a transaction, without a person: schedules delete surplus copies. @throws DomainError
 * `not_found`, `state_forbids`
 */
export async function requestCopyDeletion<K extends CopyKind>(
  tx: Tx,
  ctx: OpContext,
  kind: K,
  id: CopyId<K>,
): Promise<Requested> {
  const { resourceKind, events, sagas } = copyKinds[kind]
  const deletion = await lockForDeletion[kind](tx, id)
  const copy: CopyRow<CopyKind> = deletion.copy
  assertAllowed(deletion.decision, copy)
  const hasFailed = copy.state === 'failed'
  await changeCopyState(tx, ctx, kind, id, {
    from: [copy.state],
    to: hasFailed ? 'deleted' : 'deleting',
    effectiveAt: ctx.now,
  })
  const { organisationId } = copy
  await recordAudit(tx, ctx, events.deletionRequested, {
    organisationId,
    kind: resourceKind,
    id,
    details: { name: copy.name, ...deletion.source },
  })
  if (hasFailed) return { outcome: 'removed' }
  const saga = { kind: sagas.delete, input: deletion.input, organisationId, resourceKind, resourceId: id }
  return { outcome: 'deleting', sagaId: await recordSaga(tx, ctx, saga as SagaRequest) }
}

type Deletion<K extends CopyKind> = {
  copy: CopyRow<K>
  decision: Decision<string>
  /** Name of the snapshot's volume or server, for the audit entry. */
  source: Record<string, string>
  input: SagaInputs[CopySaga<K, 'delete'>]
}

/** Locks the copy, after the volume or server of a snapshot, and decides whether it may be deleted now. */
const lockForDeletion: { [K in CopyKind]: (tx: Tx, id: CopyId<K>) => Promise<Deletion<K>> } = {
  async volume_snapshot(tx, id) {
    const volume = await lockVolume(tx, (await readCopy(tx, 'volume_snapshot', id)).volumeId)
    const copy = await lockCopy(tx, 'volume_snapshot', id)
    const dependents = (await countInProgress(tx, 'volume_snapshot', volume.id)).ofSnapshot(id)
    return {
      copy,
      decision: copyCan.volume_snapshot.delete(volume, copy, dependents),
      source: { volume: volume.name },
      input: { volumeId: volume.id },
    }
  },
  async server_snapshot(tx, id) {
    const instance = await lockInstance(tx, (await readCopy(tx, 'server_snapshot', id)).instanceId)
    const copy = await lockCopy(tx, 'server_snapshot', id)
    const dependents = (await countInProgress(tx, 'server_snapshot', instance.id)).ofSnapshot(id)
    return {
      copy,
      decision: copyCan.server_snapshot.delete(instance, copy, dependents),
      source: { instance: instance.name },
      input: { instanceId: instance.id },
    }
  },
  async backup(tx, id) {
    const copy = await lockCopy(tx, 'backup', id)
    const decision = copyCan.backup.delete(copy, await countVolumesFromBackup(tx, id))
    return { copy, decision, source: {}, input: {} }
  },
  async image(tx, id) {
    const copy = await lockCopy(tx, 'image', id)
    const decision = copyCan.image.delete(copy, await countServersFromImage(tx, id))
    return { copy, decision, source: {}, input: {} }
  },
}
