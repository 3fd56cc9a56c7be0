'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { choosePaymentMethod, revokeMandate, signMandate } from '~/lib/billing'
import { choosePaymentMethodInput, revokeMandateInput, signMandateInput } from '~/lib/billing/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const signMandateAction = defineAction(
  { ...organisation, schema: signMandateInput },
  async (ctx, input) => {
    await signMandate(ctx, input)
    refresh()
  },
)
export const revokeMandateAction = defineAction(
  { ...organisation, schema: revokeMandateInput },
  async (ctx, input) => {
    await revokeMandate(ctx, input)
    refresh()
  },
)
export const choosePaymentMethodAction = defineAction(
  { ...organisation, schema: choosePaymentMethodInput },
  async (ctx, input) => {
    await choosePaymentMethod(ctx, input)
    refresh()
  },
)
