'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { declarePeriod, resendDeclaration, setEreporting } from '~/lib/billing'
import { declarePeriodInput, ereportingInput, resendDeclarationInput } from '~/lib/billing/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const setEreportingAction = defineAction({ ...staff, schema: ereportingInput }, setEreporting)

export const declarePeriodAction = defineAction(
  { ...staff, schema: declarePeriodInput },
  async (ctx, input) => {
    await declarePeriod(ctx, input)
    refresh()
  },
)

export const resendDeclarationAction = defineAction(
  { ...staff, schema: resendDeclarationInput },
  async (ctx, input) => {
    await resendDeclaration(ctx, input)
    refresh()
  },
)
