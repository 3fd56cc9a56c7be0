import type { DocumentAddress } from '../invoices/issued-document'

/** An address as written on an envelope, with the country only outside France. */
export const addressLines = ({ lines, postalCode, city, countryCode }: DocumentAddress): string[] => [
  ...lines,
  `${postalCode} ${city}${countryCode === 'FR' ? '' : `, ${countryCode}`}`,
]
