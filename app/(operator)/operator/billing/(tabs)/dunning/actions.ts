'use server'
import { defineAction } from '~/app/_server/define-action'
import { decideDunning, holdDunning, recordRate, reinstate, releaseDunning } from '~/lib/billing'
import {
  dunningDecisionInput,
  holdDunningInput,
  recordRateInput,
  reinstateInput,
  releaseDunningInput,
} from '~/lib/billing/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const decideDunningAction = defineAction(
  { ...staff, schema: dunningDecisionInput, refresh: true },
  decideDunning,
)
export const holdDunningAction = defineAction(
  { ...staff, schema: holdDunningInput, refresh: true },
  holdDunning,
)
export const releaseDunningAction = defineAction(
  { ...staff, schema: releaseDunningInput, refresh: true },
  releaseDunning,
)
export const reinstateAction = defineAction({ ...staff, schema: reinstateInput, refresh: true }, reinstate)
export const recordRateAction = defineAction({ ...staff, schema: recordRateInput, refresh: true }, recordRate)
