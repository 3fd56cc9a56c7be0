'use server'
import { defineAction } from '~/app/_server/define-action'
import { choosePaymentMethod, revokeMandate, signMandate } from '~/lib/billing'
import { choosePaymentMethodInput, revokeMandateInput, signMandateInput } from '~/lib/billing/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const signMandateAction = defineAction(
  { ...organisation, schema: signMandateInput, refresh: true },
  async (ctx, input) => {
    await signMandate(ctx, input)
  },
)
export const revokeMandateAction = defineAction(
  { ...organisation, schema: revokeMandateInput, refresh: true },
  revokeMandate,
)
export const choosePaymentMethodAction = defineAction(
  { ...organisation, schema: choosePaymentMethodInput, refresh: true },
  choosePaymentMethod,
)
