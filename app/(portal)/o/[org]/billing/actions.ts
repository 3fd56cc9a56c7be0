'use server'
import { defineAction } from '~/app/_server/define-action'
import { changeBillingSettings } from '~/lib/billing'
import { billingSettingsInput } from '~/lib/billing/schema'

export const changeBillingSettingsAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: billingSettingsInput, refresh: true },
  changeBillingSettings,
)
