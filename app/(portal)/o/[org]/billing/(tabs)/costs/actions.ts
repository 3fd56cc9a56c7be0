'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { changeCostWatch } from '~/lib/billing'
import { changeCostWatchInput } from '~/lib/billing/schema'

export const changeCostWatchAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: changeCostWatchInput },
  async (ctx, input) => {
    await changeCostWatch(ctx, input)
    refresh()
  },
)
