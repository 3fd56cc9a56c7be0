'use server'
import { defineAction } from '~/app/_server/define-action'
import { answerCase } from '~/lib/moderation'
import { answerCaseInput } from '~/lib/moderation/schema'
import {
  addSignatureRule,
  decideOrder,
  delegateApproval,
  endDelegation,
  removeSignatureRule,
  withdrawOrder,
} from '~/lib/ordering'
import {
  addRuleInput,
  decideOrderInput,
  delegateInput,
  endDelegationInput,
  orderParams,
  removeRuleInput,
} from '~/lib/ordering/schema'

export const decideOrderAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: decideOrderInput },
  decideOrder,
)

export const withdrawOrderAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: orderParams },
  withdrawOrder,
)

export const answerCaseAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: answerCaseInput },
  answerCase,
)

export const addSignatureRuleAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addRuleInput },
  addSignatureRule,
)

export const removeSignatureRuleAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: removeRuleInput },
  removeSignatureRule,
)

export const delegateApprovalAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: delegateInput },
  delegateApproval,
)

export const endDelegationAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: endDelegationInput },
  endDelegation,
)
