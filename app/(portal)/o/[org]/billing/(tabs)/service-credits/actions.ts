'use server'
import { defineAction } from '~/app/_server/define-action'
import { contestMonth } from '~/lib/sla'
import { contestMonthInput } from '~/lib/sla/schema'

export const contestMonthAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: contestMonthInput, refresh: true },
  contestMonth,
)
