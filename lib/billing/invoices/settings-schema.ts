import { z } from 'zod'
import { invoiceGroupings, vatStatuses } from './choices'

/** Invoice settings that an organisation chooses itself. */
export const billingSettingsInput = z.strictObject({
  grouping: z.enum(invoiceGroupings),
  language: z.enum(['fr', 'en']),
  /** Whether it is liable to VAT; absent: unchanged. */
  vatStatus: z.enum(vatStatuses).optional(),
})

export type BillingSettingsInput = z.input<typeof billingSettingsInput>
