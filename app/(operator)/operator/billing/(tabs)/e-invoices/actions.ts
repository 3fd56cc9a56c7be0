'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  removeConnection,
  replaceInvoice,
  resolveDelivery,
  retryDelivery,
  retryPaymentReport,
  setConnection,
  setEmbeddedStatus,
} from '~/lib/billing'
import {
  connectionChannelInput,
  connectionInput,
  deliveryInput,
  embeddedStatusInput,
  paymentReportInput,
  replaceInvoiceInput,
} from '~/lib/billing/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const resolveDeliveryAction = defineAction(
  { ...staff, schema: deliveryInput, refresh: true },
  resolveDelivery,
)

export const replaceInvoiceAction = defineAction(
  { ...staff, schema: replaceInvoiceInput, refresh: true },
  replaceInvoice,
)

export const retryDeliveryAction = defineAction(
  { ...staff, schema: deliveryInput, refresh: true },
  retryDelivery,
)

export const retryPaymentReportAction = defineAction(
  { ...staff, schema: paymentReportInput, refresh: true },
  retryPaymentReport,
)

export const tellEmbeddedStatusAction = defineAction(
  { ...staff, schema: embeddedStatusInput },
  setEmbeddedStatus,
)

export const setConnectionAction = defineAction({ ...staff, schema: connectionInput }, setConnection)

export const removeConnectionAction = defineAction(
  { ...staff, schema: connectionChannelInput, refresh: true },
  removeConnection,
)
