'use server'
import { defineAction } from '~/app/_server/define-action'
import { placeOrder } from '~/lib/ordering'
import { placeOrderInput } from '~/lib/ordering/schema'

export const placeOrderAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: placeOrderInput },
  placeOrder,
)
