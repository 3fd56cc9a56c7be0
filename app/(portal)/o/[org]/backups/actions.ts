'use server'
import { defineAction } from '~/app/_server/define-action'
import { backupIdInput, makeBackupInput, volumeIdInput } from '~/lib/compute/schema'
import { restoreBackup } from '~/lib/ordering'
import { restoreBackupInput } from '~/lib/ordering/schema'
import { deleteBackup, makeBackup, removeBackupSchedule, setBackupSchedule } from '~/lib/provisioning'
import { setBackupScheduleInput } from '~/lib/provisioning/schema'

const inOrganisation = { surface: 'portal', scope: 'organisation' } as const

export const makeBackupAction = defineAction({ ...inOrganisation, schema: makeBackupInput }, makeBackup)

export const deleteBackupAction = defineAction({ ...inOrganisation, schema: backupIdInput }, deleteBackup)

export const restoreBackupAction = defineAction(
  { ...inOrganisation, schema: restoreBackupInput },
  restoreBackup,
)

export const setBackupScheduleAction = defineAction(
  { ...inOrganisation, schema: setBackupScheduleInput },
  setBackupSchedule,
)

export const removeBackupScheduleAction = defineAction(
  { ...inOrganisation, schema: volumeIdInput },
  removeBackupSchedule,
)
