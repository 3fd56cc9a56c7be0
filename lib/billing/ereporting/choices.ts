/** Choices that the browser shows, without the schemas that validate them. */
export const sellerSizes = ['large', 'mid_size', 'small'] as const
export const ereportingRegimes = ['real_monthly', 'real_quarterly', 'simplified', 'franchise'] as const
