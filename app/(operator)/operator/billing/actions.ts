'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import {
  changeBillingSeller,
  creditInvoice,
  decideConcession,
  decideSellerChange,
  grantConcession,
  setVatRegime,
  startRun,
  withdrawSellerChange,
} from '~/lib/billing'
import {
  billingSellerInput,
  creditInvoiceInput,
  decideConcessionInput,
  decideSellerChangeInput,
  grantConcessionInput,
  startRunInput,
  vatRegimeInput,
  withdrawSellerChangeInput,
} from '~/lib/billing/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const startRunAction = defineAction({ ...staff, schema: startRunInput }, async (ctx, input) => {
  const started = await startRun(ctx, input)
  refresh()
  return started
})

export const creditInvoiceAction = defineAction(
  { ...staff, schema: creditInvoiceInput },
  async (ctx, input) => {
    const result = await creditInvoice(ctx, input)
    refresh()
    return result
  },
)

export const grantConcessionAction = defineAction(
  { ...staff, schema: grantConcessionInput },
  async (ctx, input) => {
    const result = await grantConcession(ctx, input)
    refresh()
    return result
  },
)

export const decideConcessionAction = defineAction(
  { ...staff, schema: decideConcessionInput },
  async (ctx, input) => {
    await decideConcession(ctx, input)
    refresh()
  },
)

export const changeBillingSellerAction = defineAction(
  { ...staff, schema: billingSellerInput },
  async (ctx, input) => {
    const result = await changeBillingSeller(ctx, input)
    refresh()
    return result
  },
)

export const decideSellerChangeAction = defineAction(
  { ...staff, schema: decideSellerChangeInput },
  async (ctx, input) => {
    await decideSellerChange(ctx, input)
    refresh()
  },
)

export const withdrawSellerChangeAction = defineAction(
  { ...staff, schema: withdrawSellerChangeInput },
  async (ctx, input) => {
    await withdrawSellerChange(ctx, input)
    refresh()
  },
)

export const setVatRegimeAction = defineAction({ ...staff, schema: vatRegimeInput }, async (ctx, input) => {
  await setVatRegime(ctx, input)
  refresh()
})
