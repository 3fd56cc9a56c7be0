'use server'
import { defineAction } from '~/app/_server/define-action'
import { addName, removeName, setReverseName } from '~/lib/names'
import { addNameInput, nameIdInput, setReverseNameInput } from '~/lib/names/schema'
import { reserveAddress } from '~/lib/ordering'
import { reserveAddressInput } from '~/lib/ordering/schema'
import {
  addFirewallRule,
  attachAddress,
  createNetwork,
  deleteNetwork,
  detachAddress,
  releaseAddress,
  removeFirewallRule,
  renameNetwork,
} from '~/lib/resources'
import {
  addFirewallRuleInput,
  addressIdInput,
  attachAddressInput,
  createNetworkInput,
  networkIdInput,
  removeFirewallRuleInput,
  renameNetworkInput,
} from '~/lib/resources/schema'

export const createNetworkAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: createNetworkInput, refresh: true },
  createNetwork,
)

export const renameNetworkAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: renameNetworkInput, refresh: true },
  renameNetwork,
)

export const deleteNetworkAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: networkIdInput, refresh: true },
  deleteNetwork,
)

export const addFirewallRuleAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addFirewallRuleInput, refresh: true },
  addFirewallRule,
)

export const removeFirewallRuleAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: removeFirewallRuleInput, refresh: true },
  removeFirewallRule,
)

export const reserveAddressAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: reserveAddressInput, refresh: true },
  reserveAddress,
)

export const attachAddressAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: attachAddressInput, refresh: true },
  attachAddress,
)

export const detachAddressAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addressIdInput, refresh: true },
  detachAddress,
)

export const releaseAddressAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addressIdInput, refresh: true },
  releaseAddress,
)

export const addNameAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addNameInput, refresh: true },
  addName,
)

export const removeNameAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: nameIdInput, refresh: true },
  removeName,
)

export const setReverseNameAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: setReverseNameInput, refresh: true },
  setReverseName,
)
