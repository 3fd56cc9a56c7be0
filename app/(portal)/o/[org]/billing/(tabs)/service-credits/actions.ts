'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { contestMonth } from '~/lib/sla'
import { contestMonthInput } from '~/lib/sla/schema'

export const contestMonthAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: contestMonthInput },
  async (ctx, input) => {
    const opened = await contestMonth(ctx, input)
    refresh()
    return opened
  },
)
