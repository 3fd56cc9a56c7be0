'use server'
import { defineAction } from '~/app/_server/define-action'
import { backupIdInput, makeBackupInput } from '~/lib/compute/schema'
import { restoreBackup } from '~/lib/ordering'
import { restoreBackupInput } from '~/lib/ordering/schema'
import { deleteBackup, makeBackup } from '~/lib/provisioning'

const inOrganisation = { surface: 'portal', scope: 'organisation' } as const

export const makeBackupAction = defineAction({ ...inOrganisation, schema: makeBackupInput }, makeBackup)

export const deleteBackupAction = defineAction({ ...inOrganisation, schema: backupIdInput }, deleteBackup)

export const restoreBackupAction = defineAction(
  { ...inOrganisation, schema: restoreBackupInput },
  restoreBackup,
)
