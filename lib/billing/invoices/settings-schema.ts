import { z } from 'zod'

export const invoiceGroupings = [
  'organisation',
  'purchase_order',
  'engagement',
  'project',
  'cost_centre',
] as const
export type InvoiceGrouping = (typeof invoiceGroupings)[number]

/** What an organisation decides of its own invoices. */
export const billingSettingsInput = z.strictObject({
  grouping: z.enum(invoiceGroupings),
  language: z.enum(['fr', 'en']),
})

export type BillingSettingsInput = z.input<typeof billingSettingsInput>
