'use server'
import { defineAction } from '~/app/_server/define-action'
import { changeStaffRoles, disableStaff, enableStaff, resetStaffFactor } from '~/lib/identity'
import { changeStaffRolesInput, disableStaffInput, staffInput } from '~/lib/identity/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const disableStaffAction = defineAction(
  { ...staff, schema: disableStaffInput, refresh: true },
  disableStaff,
)

export const enableStaffAction = defineAction({ ...staff, schema: staffInput, refresh: true }, enableStaff)

export const changeStaffRolesAction = defineAction(
  { ...staff, schema: changeStaffRolesInput, refresh: true },
  changeStaffRoles,
)

export const resetStaffFactorAction = defineAction(
  { ...staff, schema: staffInput, refresh: true },
  resetStaffFactor,
)
