/**
 * Formats of VAT numbers of the other EU members, after the country code (Greece uses EL, Northern Ireland XI). A
 * format proves nothing about existence: a moderator always checks.
 */
const formats = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^(?:[A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/,
  FI: /^\d{8}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{10}01$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(?:\d{9}|\d{12}|(?:GD|HA)\d{3})$/,
} as const satisfies Record<string, RegExp>

/** The other EU countries, by the prefix of their VAT numbers. */
export const vatCountries = Object.keys(formats) as (keyof typeof formats)[]

/**
 * Returns the country of a VAT number by its format, or null. French numbers are checked against their SIREN instead.
 */
export function countryOfVatNumber(vatNumber: string): keyof typeof formats | null {
  const country = vatCountries.find((code) => vatNumber.startsWith(code))
  return country && formats[country].test(vatNumber.slice(2)) ? country : null
}
