'use server'
import { defineAction } from '~/app/_server/define-action'
import { changeHostState, relabelHost } from '~/lib/inventory'
import { changeHostStateInput, relabelHostInput } from '~/lib/inventory/schema'

export const changeHostStateAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: changeHostStateInput },
  changeHostState,
)

export const relabelHostAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: relabelHostInput },
  relabelHost,
)
