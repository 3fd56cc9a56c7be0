'use server'
import { defineAction } from '~/app/_server/define-action'
import { changeCostWatch } from '~/lib/billing'
import { changeCostWatchInput } from '~/lib/billing/schema'

export const changeCostWatchAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: changeCostWatchInput, refresh: true },
  changeCostWatch,
)
