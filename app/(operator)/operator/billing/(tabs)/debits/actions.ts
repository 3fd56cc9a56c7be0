'use server'
import { defineAction } from '~/app/_server/define-action'
import { cancelDebits, markDebitsSent, prepareDebits, returnDebit, setCreditor } from '~/lib/billing'
import { endDebitsInput, prepareDebitsInput, returnDebitInput, setCreditorInput } from '~/lib/billing/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const prepareDebitsAction = defineAction(
  { ...staff, schema: prepareDebitsInput, refresh: true },
  prepareDebits,
)
export const markDebitsSentAction = defineAction(
  { ...staff, schema: endDebitsInput, refresh: true },
  markDebitsSent,
)
export const cancelDebitsAction = defineAction(
  { ...staff, schema: endDebitsInput, refresh: true },
  cancelDebits,
)
export const returnDebitAction = defineAction(
  { ...staff, schema: returnDebitInput, refresh: true },
  returnDebit,
)
export const setCreditorAction = defineAction(
  { ...staff, schema: setCreditorInput, refresh: true },
  setCreditor,
)
