'use server'
import { defineAction } from '~/app/_server/define-action'
import { payByCard } from '~/lib/billing'
import { payByCardInput } from '~/lib/billing/schema'

export const payByCardAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: payByCardInput },
  payByCard,
)
