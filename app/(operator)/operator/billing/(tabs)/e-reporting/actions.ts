'use server'
import { defineAction } from '~/app/_server/define-action'
import { declarePeriod, resendDeclaration, setEreporting } from '~/lib/billing'
import { declarePeriodInput, ereportingInput, resendDeclarationInput } from '~/lib/billing/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const setEreportingAction = defineAction({ ...staff, schema: ereportingInput }, setEreporting)

export const declarePeriodAction = defineAction(
  { ...staff, schema: declarePeriodInput, refresh: true },
  declarePeriod,
)

export const resendDeclarationAction = defineAction(
  { ...staff, schema: resendDeclarationInput, refresh: true },
  resendDeclaration,
)
