/** Choices that the browser shows, without the schemas that validate them. */
export const invoiceGroupings = ['organisation', 'project', 'cost_centre'] as const
export type InvoiceGrouping = (typeof invoiceGroupings)[number]

export const vatStatuses = ['taxable', 'not_taxable'] as const

export const vatRegimes = ['by_address', 'franchise', 'international_body'] as const
