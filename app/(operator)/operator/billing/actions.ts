'use server'
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

export const startRunAction = defineAction({ ...staff, schema: startRunInput, refresh: true }, startRun)

export const creditInvoiceAction = defineAction(
  { ...staff, schema: creditInvoiceInput, refresh: true },
  creditInvoice,
)

export const grantConcessionAction = defineAction(
  { ...staff, schema: grantConcessionInput, refresh: true },
  grantConcession,
)

export const decideConcessionAction = defineAction(
  { ...staff, schema: decideConcessionInput, refresh: true },
  decideConcession,
)

export const changeBillingSellerAction = defineAction(
  { ...staff, schema: billingSellerInput, refresh: true },
  changeBillingSeller,
)

export const decideSellerChangeAction = defineAction(
  { ...staff, schema: decideSellerChangeInput, refresh: true },
  decideSellerChange,
)

export const withdrawSellerChangeAction = defineAction(
  { ...staff, schema: withdrawSellerChangeInput, refresh: true },
  withdrawSellerChange,
)

export const setVatRegimeAction = defineAction(
  { ...staff, schema: vatRegimeInput, refresh: true },
  setVatRegime,
)
