'use server'
import { defineAction } from '~/app/_server/define-action'
import { addName, removeName, setReverseName } from '~/lib/names'
import { addNameInput, nameIdInput, setReverseNameInput } from '~/lib/names/schema'
import { reserveAddress } from '~/lib/ordering'
import { reserveAddressInput } from '~/lib/ordering/schema'
import {
  attachAddress,
  connectToNetwork,
  createNetwork,
  deleteNetwork,
  detachAddress,
  disconnectFromNetwork,
  peerNetworks,
  releaseAddress,
  renameNetwork,
  unpeerNetworks,
} from '~/lib/resources'
import {
  addressIdInput,
  attachAddressInput,
  connectToNetworkInput,
  createNetworkInput,
  disconnectFromNetworkInput,
  networkIdInput,
  peeringInput,
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

export const connectToNetworkAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: connectToNetworkInput, refresh: true },
  connectToNetwork,
)

export const disconnectFromNetworkAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: disconnectFromNetworkInput },
  disconnectFromNetwork,
)

export const peerNetworksAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: peeringInput, refresh: true },
  peerNetworks,
)

export const unpeerNetworksAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: peeringInput, refresh: true },
  unpeerNetworks,
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
