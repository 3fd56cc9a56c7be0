'use server'
import { defineAction } from '~/app/_server/define-action'
import { assignMovement, confirmMovement, setAsideMovement, undoMovement } from '~/lib/billing'
import {
  assignMovementInput,
  confirmMovementInput,
  setAsideMovementInput,
  undoMovementInput,
} from '~/lib/billing/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const confirmMovementAction = defineAction(
  { ...staff, schema: confirmMovementInput, refresh: true },
  confirmMovement,
)
export const assignMovementAction = defineAction(
  { ...staff, schema: assignMovementInput, refresh: true },
  assignMovement,
)
export const setAsideMovementAction = defineAction(
  { ...staff, schema: setAsideMovementInput, refresh: true },
  setAsideMovement,
)
export const undoMovementAction = defineAction(
  { ...staff, schema: undoMovementInput, refresh: true },
  undoMovement,
)
