import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { refuseUnless } from '../../common/refuse'
import { recordSaga } from '../../sagas/record-saga'
import { backupCan } from './backup-can'
import { changeBackupState, lockBackup } from './change-backup-state'
import { type BackupRow, countRestorations } from './queries/backups'

type Requested = { outcome: 'deleting'; sagaId: Id<'saga'> } | { outcome: 'removed' }

/**
 * The backup is `deleting`: what it holds is lost, at once and for good, and its billing ends when it is gone. One
 * that could not be made is taken off the list.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids`
 */
export async function deleteBackup(ctx: OpContext, input: { backupId: Id<'backup'> }): Promise<Requested> {
  authorize(ctx, 'instance:delete')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, async (tx) =>
    requestBackupDeletion(tx, ctx, await lockBackup(tx, input.backupId)),
  )
}

/** The transaction piece of it, of a backup that is locked. @throws DomainError `state_forbids` */
export async function requestBackupDeletion(tx: Tx, ctx: OpContext, backup: BackupRow): Promise<Requested> {
  const { organisationId } = backup
  refuseUnless(backupCan.delete(backup, await countRestorations(tx, backup.id)), backup)
  const hasFailed = backup.state === 'failed'
  await changeBackupState(tx, ctx, backup.id, {
    from: [backup.state],
    to: hasFailed ? 'deleted' : 'deleting',
    effectiveAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'backup.deletion_requested', {
    organisationId,
    kind: 'backup',
    id: backup.id,
    details: { name: backup.name },
  })
  if (hasFailed) return { outcome: 'removed' }
  const sagaId = await recordSaga(tx, ctx, {
    kind: 'delete_backup',
    organisationId,
    resourceKind: 'backup',
    resourceId: backup.id,
    input: {},
  })
  return { outcome: 'deleting', sagaId }
}
