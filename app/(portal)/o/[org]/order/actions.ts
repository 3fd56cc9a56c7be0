'use server'
import { defineAction } from '~/app/_server/define-action'
import { checkUserData, placeOrder, saveOrderDraft } from '~/lib/ordering'
import { checkUserDataInput, orderDraftInput, placeOrderInput } from '~/lib/ordering/schema'

export const placeOrderAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: placeOrderInput },
  placeOrder,
)

export const saveOrderDraftAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: orderDraftInput },
  saveOrderDraft,
)

export const checkUserDataAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: checkUserDataInput },
  checkUserData,
)
