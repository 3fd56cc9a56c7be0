'use server'
import { defineAction } from '~/app/_server/define-action'
import { editRack, registerHost } from '~/lib/inventory'
import { editRackInput, registerHostInput } from '~/lib/inventory/schema'

export const editRackAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: editRackInput },
  editRack,
)

export const registerHostAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: registerHostInput },
  registerHost,
)
