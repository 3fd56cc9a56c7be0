'use server'
import { defineAction } from '~/app/_server/define-action'
import { decideCardRefund, refundCardPayment, setCardProvider, switchCards } from '~/lib/billing'
import {
  decideCardRefundInput,
  refundCardPaymentInput,
  setCardProviderInput,
  switchCardsInput,
} from '~/lib/billing/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const setCardProviderAction = defineAction({ ...staff, schema: setCardProviderInput }, setCardProvider)

export const switchCardsAction = defineAction(
  { ...staff, schema: switchCardsInput, refresh: true },
  switchCards,
)

export const refundCardPaymentAction = defineAction(
  { ...staff, schema: refundCardPaymentInput },
  refundCardPayment,
)

export const decideCardRefundAction = defineAction(
  { ...staff, schema: decideCardRefundInput, refresh: true },
  decideCardRefund,
)
