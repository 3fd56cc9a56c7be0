'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { changeStaffRoles, disableStaff, enableStaff, resetStaffFactor } from '~/lib/identity'
import { changeStaffRolesInput, disableStaffInput, staffInput } from '~/lib/identity/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const disableStaffAction = defineAction(
  { ...staff, schema: disableStaffInput },
  async (ctx, input) => {
    await disableStaff(ctx, input)
    refresh()
  },
)

export const enableStaffAction = defineAction({ ...staff, schema: staffInput }, async (ctx, input) => {
  await enableStaff(ctx, input)
  refresh()
})

export const changeStaffRolesAction = defineAction(
  { ...staff, schema: changeStaffRolesInput },
  async (ctx, input) => {
    await changeStaffRoles(ctx, input)
    refresh()
  },
)

export const resetStaffFactorAction = defineAction({ ...staff, schema: staffInput }, async (ctx, input) => {
  await resetStaffFactor(ctx, input)
  refresh()
})
