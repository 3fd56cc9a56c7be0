import { endAllocation } from '~/lib/placement'
import { backupOf } from '../../sagas/outside'
import { deletionSaga } from '../delete-copy.saga'
import { changeBackupState } from './change-backup-state'

export const deleteBackupSaga = deletionSaga({
  kind: 'delete_backup',
  subject: 'backup',
  event: 'backup.deleted',
  remove: (step) => step.driver.deleteVolume(step.saga.resourceId, step.call()),
  change: (tx, ctx, saga, to) => changeBackupState(tx, ctx, backupOf(saga), to),
  free: (tx, ctx, saga) => endAllocation(tx, backupOf(saga), 'released', ctx.now),
})
