'use server'
import { defineAction } from '~/app/_server/define-action'
import { announceMaintenance, cancelMaintenance, changeMaintenance } from '~/lib/incidents'
import {
  announceMaintenanceInput,
  cancelMaintenanceInput,
  changeMaintenanceInput,
} from '~/lib/incidents/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const announceMaintenanceAction = defineAction(
  { ...staff, schema: announceMaintenanceInput },
  announceMaintenance,
)

export const changeMaintenanceAction = defineAction(
  { ...staff, schema: changeMaintenanceInput },
  changeMaintenance,
)

export const cancelMaintenanceAction = defineAction(
  { ...staff, schema: cancelMaintenanceInput },
  cancelMaintenance,
)
