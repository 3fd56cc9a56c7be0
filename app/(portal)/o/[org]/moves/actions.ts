'use server'
import { defineAction } from '~/app/_server/define-action'
import { chooseMoveSlot } from '~/lib/relocation'
import { chooseMoveSlotInput } from '~/lib/relocation/schema'

export const chooseMoveSlotAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: chooseMoveSlotInput },
  chooseMoveSlot,
)
