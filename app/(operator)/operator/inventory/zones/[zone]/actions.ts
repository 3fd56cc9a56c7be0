'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  editPool,
  editRoom,
  editSite,
  registerPool,
  registerRack,
  registerRoom,
  registerSite,
} from '~/lib/datacentre'
import {
  editPoolInput,
  editRoomInput,
  editSiteInput,
  registerPoolInput,
  registerRackInput,
  registerRoomInput,
  registerSiteInput,
} from '~/lib/datacentre/schema'
import { setHeadroom, setPlacement } from '~/lib/placement'
import { setHeadroomInput, setPlacementInput } from '~/lib/placement/schema'
import { addAddressPool, removeAddressPool } from '~/lib/resources'
import { addAddressPoolInput, removeAddressPoolInput } from '~/lib/resources/schema'

export const registerSiteAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: registerSiteInput },
  registerSite,
)

export const registerRoomAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: registerRoomInput },
  registerRoom,
)

export const registerRackAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: registerRackInput },
  registerRack,
)

export const registerPoolAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: registerPoolInput },
  registerPool,
)

export const editSiteAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: editSiteInput },
  editSite,
)

export const editRoomAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: editRoomInput },
  editRoom,
)

export const editPoolAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: editPoolInput },
  editPool,
)

export const setHeadroomAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: setHeadroomInput },
  setHeadroom,
)

export const setPlacementAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: setPlacementInput },
  setPlacement,
)

export const addAddressPoolAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: addAddressPoolInput },
  addAddressPool,
)

export const removeAddressPoolAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: removeAddressPoolInput },
  removeAddressPool,
)
