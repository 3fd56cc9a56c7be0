'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import {
  removeConnection,
  replaceInvoice,
  retryDelivery,
  retryPaymentReport,
  setConnection,
  settleDelivery,
  tellEmbeddedStatus,
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

export const settleDeliveryAction = defineAction({ ...staff, schema: deliveryInput }, async (ctx, input) => {
  await settleDelivery(ctx, input)
  refresh()
})

export const replaceInvoiceAction = defineAction(
  { ...staff, schema: replaceInvoiceInput },
  async (ctx, input) => {
    const issued = await replaceInvoice(ctx, input)
    refresh()
    return issued
  },
)

export const retryDeliveryAction = defineAction({ ...staff, schema: deliveryInput }, async (ctx, input) => {
  await retryDelivery(ctx, input)
  refresh()
})

export const retryPaymentReportAction = defineAction(
  { ...staff, schema: paymentReportInput },
  async (ctx, input) => {
    await retryPaymentReport(ctx, input)
    refresh()
  },
)

export const tellEmbeddedStatusAction = defineAction(
  { ...staff, schema: embeddedStatusInput },
  tellEmbeddedStatus,
)

export const setConnectionAction = defineAction({ ...staff, schema: connectionInput }, setConnection)

export const removeConnectionAction = defineAction(
  { ...staff, schema: connectionChannelInput },
  async (ctx, input) => {
    await removeConnection(ctx, input)
    refresh()
  },
)
