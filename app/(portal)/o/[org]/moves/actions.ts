'use server'
import { defineAction } from '~/app/_server/define-action'
import { chooseMoveSlot } from '~/lib/planning'
import { chooseMoveSlotInput } from '~/lib/planning/schema'

export const chooseMoveSlotAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: chooseMoveSlotInput },
  chooseMoveSlot,
)
