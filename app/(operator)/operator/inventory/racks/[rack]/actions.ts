'use server'
import { defineAction } from '~/app/_server/define-action'
import { editRack, registerHost } from '~/lib/datacentre'
import { editRackInput, registerHostInput } from '~/lib/datacentre/schema'

export const editRackAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: editRackInput },
  editRack,
)

export const registerHostAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: registerHostInput },
  registerHost,
)
