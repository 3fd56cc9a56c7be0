import type { DocumentAddress } from '../invoices/issued-document'

/** An address as it is written on an envelope; its country only where it is not France. */
export const addressLines = ({ lines, postalCode, city, countryCode }: DocumentAddress): string[] => [
  ...lines,
  `${postalCode} ${city}${countryCode === 'FR' ? '' : `, ${countryCode}`}`,
]
