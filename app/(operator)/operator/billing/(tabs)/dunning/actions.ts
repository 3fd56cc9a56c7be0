'use server'
import { refresh } from 'next/cache'
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
  { ...staff, schema: dunningDecisionInput },
  async (ctx, input) => {
    await decideDunning(ctx, input)
    refresh()
  },
)
export const holdDunningAction = defineAction({ ...staff, schema: holdDunningInput }, async (ctx, input) => {
  await holdDunning(ctx, input)
  refresh()
})
export const releaseDunningAction = defineAction(
  { ...staff, schema: releaseDunningInput },
  async (ctx, input) => {
    await releaseDunning(ctx, input)
    refresh()
  },
)
export const reinstateAction = defineAction({ ...staff, schema: reinstateInput }, async (ctx, input) => {
  await reinstate(ctx, input)
  refresh()
})
export const recordRateAction = defineAction({ ...staff, schema: recordRateInput }, async (ctx, input) => {
  await recordRate(ctx, input)
  refresh()
})
