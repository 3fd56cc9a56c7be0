'use server'
import { defineAction } from '~/app/_server/define-action'
import { changeHostState, editHost, relabelHost } from '~/lib/datacentre'
import { changeHostStateInput, editHostInput, relabelHostInput } from '~/lib/datacentre/schema'

export const changeHostStateAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: changeHostStateInput },
  changeHostState,
)

export const relabelHostAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: relabelHostInput },
  relabelHost,
)

export const editHostAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: editHostInput },
  editHost,
)
