'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { changeBillingSettings } from '~/lib/billing'
import { billingSettingsInput } from '~/lib/billing/schema'

export const changeBillingSettingsAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: billingSettingsInput },
  async (ctx, input) => {
    await changeBillingSettings(ctx, input)
    refresh()
  },
)
