'use server'
import { askChange } from '~/app/_server/ask-change'
import { defineAction } from '~/app/_server/define-action'
import { restoreBackup } from '~/lib/ordering'
import { restoreBackupInput } from '~/lib/ordering/schema'
import { deleteCopy, removeBackupSchedule } from '~/lib/resources'
import { backupIdInput, makeBackupInput, setBackupScheduleInput, volumeIdInput } from '~/lib/resources/schema'

const inOrganisation = { surface: 'portal', scope: 'organisation' } as const

export const makeBackupAction = defineAction({ ...inOrganisation, schema: makeBackupInput }, (ctx, input) =>
  askChange(ctx, { kind: 'make_backup', ...input }),
)

export const deleteBackupAction = defineAction(
  { ...inOrganisation, schema: backupIdInput },
  (ctx, { backupId }) => deleteCopy(ctx, 'backup', backupId),
)

export const restoreBackupAction = defineAction(
  { ...inOrganisation, schema: restoreBackupInput },
  restoreBackup,
)

export const setBackupScheduleAction = defineAction(
  { ...inOrganisation, schema: setBackupScheduleInput },
  (ctx, input) => askChange(ctx, { kind: 'schedule_backups', ...input }),
)

export const removeBackupScheduleAction = defineAction(
  { ...inOrganisation, schema: volumeIdInput },
  removeBackupSchedule,
)
