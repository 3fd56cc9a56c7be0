import type { Tx } from '~/db/client'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Change, changeState } from '../../common/change-state'
import { withNameCheck } from '../../common/record-new-resource'
import { recordTransition } from '../../common/record-transition'
import {
  type BackupRow,
  insertBackup,
  lockBackupRow,
  type NewBackupRow,
  updateBackup,
} from './queries/backups'

/** The backup exists in state `creating`, with its first transition. @throws DomainError `name_taken` */
export async function recordNewBackup(
  tx: Tx,
  ctx: OpContext,
  row: Omit<NewBackupRow, 'state' | 'createdAt'>,
): Promise<void> {
  await withNameCheck(row.name, () => insertBackup(tx, { ...row, state: 'creating', createdAt: ctx.now }))
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: 'backup',
    resourceId: row.id,
    fromState: null,
    toState: 'creating',
    effectiveAt: ctx.now,
  })
}

/** The backup, locked until the transaction ends. @throws DomainError `not_found`, another organisation's included */
export async function lockBackup(tx: Tx, id: Id<'backup'>): Promise<BackupRow> {
  const row = await lockBackupRow(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

const backups = { kind: 'backup', lock: lockBackupRow, update: updateBackup } as const

/** `changeState` of a backup. */
export function changeBackupState(
  tx: Tx,
  ctx: OpContext,
  id: Id<'backup'>,
  change: Change<SnapshotState, NewBackupRow>,
): Promise<BackupRow> {
  return changeState(tx, ctx, backups, id, change)
}
