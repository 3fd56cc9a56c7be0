import { z } from 'zod'
import { invoiceGroupings } from './choices'

/** What an organisation decides of its own invoices. */
export const billingSettingsInput = z.strictObject({
  grouping: z.enum(invoiceGroupings),
  language: z.enum(['fr', 'en']),
})

export type BillingSettingsInput = z.input<typeof billingSettingsInput>
