'use server'
import { defineAction } from '~/app/_server/define-action'
import { startDrain, startRebalance, turnRelocation } from '~/lib/relocation'
import { startDrainInput, startRebalanceInput, turnRelocationInput } from '~/lib/relocation/schema'

export const startDrainAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: startDrainInput },
  startDrain,
)

export const startRebalanceAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: startRebalanceInput },
  startRebalance,
)

export const turnRelocationAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: turnRelocationInput },
  turnRelocation,
)
