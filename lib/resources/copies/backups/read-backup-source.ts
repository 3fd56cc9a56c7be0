import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { refuseUnless } from '../../common/refuse'
import { backupCan } from './backup-can'
import { lockBackup } from './change-backup-state'

/**
 * A volume may begin as this backup now, and may until the transaction ends: where and whose it is, what it was made
 * of, and how large the volume is at least.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function readBackupSource(tx: Tx, id: Id<'backup'>) {
  const backup = await lockBackup(tx, id)
  refuseUnless(backupCan.restore(backup), backup)
  const { projectId, zoneId, volumeId, sizeGib } = backup
  return { projectId, zoneId, volumeId, sizeGib }
}
