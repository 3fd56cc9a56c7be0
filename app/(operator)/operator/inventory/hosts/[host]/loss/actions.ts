'use server'
import { defineAction } from '~/app/_server/define-action'
import { confirmHostLoss, declareHostLoss, reuseLostHost, withdrawHostLoss } from '~/lib/datacentre'
import { confirmHostLossInput, declareHostLossInput, lostHostInput } from '~/lib/datacentre/schema'
import { requestRecovery } from '~/lib/resources'
import { requestRecoveryInput } from '~/lib/resources/schema'

export const declareHostLossAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: declareHostLossInput, refresh: true },
  declareHostLoss,
)

export const confirmHostLossAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: confirmHostLossInput, refresh: true },
  confirmHostLoss,
)

export const withdrawHostLossAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: lostHostInput, refresh: true },
  withdrawHostLoss,
)

export const reuseLostHostAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: lostHostInput, refresh: true },
  reuseLostHost,
)

export const requestRecoveryAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: requestRecoveryInput, refresh: true },
  requestRecovery,
)
