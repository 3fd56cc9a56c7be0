import { z } from 'zod'
import { invoiceGroupings, vatStatuses } from './choices'

/** What an organisation decides of its own invoices. */
export const billingSettingsInput = z.strictObject({
  grouping: z.enum(invoiceGroupings),
  language: z.enum(['fr', 'en']),
  /** Whether it is a taxable person; left out, what is known stays. */
  vatStatus: z.enum(vatStatuses).optional(),
})

export type BillingSettingsInput = z.input<typeof billingSettingsInput>
