'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { cancelDebits, markDebitsSent, prepareDebits, returnDebit, setCreditor } from '~/lib/billing'
import { endDebitsInput, prepareDebitsInput, returnDebitInput, setCreditorInput } from '~/lib/billing/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const prepareDebitsAction = defineAction(
  { ...staff, schema: prepareDebitsInput },
  async (ctx, input) => {
    const prepared = await prepareDebits(ctx, input)
    refresh()
    return prepared
  },
)
export const markDebitsSentAction = defineAction({ ...staff, schema: endDebitsInput }, async (ctx, input) => {
  await markDebitsSent(ctx, input)
  refresh()
})
export const cancelDebitsAction = defineAction({ ...staff, schema: endDebitsInput }, async (ctx, input) => {
  await cancelDebits(ctx, input)
  refresh()
})
export const returnDebitAction = defineAction({ ...staff, schema: returnDebitInput }, async (ctx, input) => {
  await returnDebit(ctx, input)
  refresh()
})
export const setCreditorAction = defineAction({ ...staff, schema: setCreditorInput }, async (ctx, input) => {
  const result = await setCreditor(ctx, input)
  refresh()
  return result
})
