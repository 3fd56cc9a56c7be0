'use server'
import { defineAction } from '~/app/_server/define-action'
import { previewRates, publishRates } from '~/lib/catalogue'
import { publishRatesInput, rateChangeInput } from '~/lib/catalogue/schema'

export const previewRatesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: rateChangeInput },
  previewRates,
)

export const publishRatesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: publishRatesInput },
  publishRates,
)
