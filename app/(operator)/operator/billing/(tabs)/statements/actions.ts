'use server'
import { refresh } from 'next/cache'
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
  { ...staff, schema: confirmMovementInput },
  async (ctx, input) => {
    await confirmMovement(ctx, input)
    refresh()
  },
)
export const assignMovementAction = defineAction(
  { ...staff, schema: assignMovementInput },
  async (ctx, input) => {
    await assignMovement(ctx, input)
    refresh()
  },
)
export const setAsideMovementAction = defineAction(
  { ...staff, schema: setAsideMovementInput },
  async (ctx, input) => {
    await setAsideMovement(ctx, input)
    refresh()
  },
)
export const undoMovementAction = defineAction(
  { ...staff, schema: undoMovementInput },
  async (ctx, input) => {
    await undoMovement(ctx, input)
    refresh()
  },
)
