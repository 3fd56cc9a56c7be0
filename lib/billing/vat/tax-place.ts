/** A customer's place of establishment in terms of VAT law. */
export type TaxPlace =
  /** Mainland France, Corsica, and Monaco, which is French territory for VAT. */
  | 'mainland'
  /** Guadeloupe, Martinique, La Réunion: French VAT at special rates. */
  | 'overseas'
  /** Guyane and Mayotte: VAT does not apply (CGI 294, 1). */
  | 'guyane_mayotte'
  /** Collectivities, Nouvelle-Calédonie and the southern lands: third territories. */
  | 'collectivity'
  | 'union'
  | 'third_country'

const union = new Set(
  'AT BE BG HR CY CZ DE DK EE ES FI GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)
/** French territories, by their own code and by their postal codes within France. */
const territories = [
  { place: 'overseas', countries: ['GP', 'MQ', 'RE'], prefixes: ['971', '972', '974'] },
  { place: 'guyane_mayotte', countries: ['GF', 'YT'], prefixes: ['973', '976'] },
  {
    place: 'collectivity',
    countries: ['PM', 'BL', 'MF', 'NC', 'PF', 'WF', 'TF'],
    prefixes: ['975', '977', '978', '984', '986', '987', '988'],
  },
] as const
/** Saint-Barthélemy and Saint-Martin left Guadeloupe but kept its postal codes. */
const formerGuadeloupe = new Set(['97133', '97150'])

/** The five digits of a French postal code as typed: `97 300`, `F-97300`. Pure. */
export const digitsOf = (postalCode: string): string => postalCode.replace(/\D/g, '')

/** The place of an address, by its country and, within France, by its postal code. Pure. */
export function taxPlaceOf({
  countryCode,
  postalCode,
}: {
  countryCode: string
  postalCode: string
}): TaxPlace {
  const digits = digitsOf(postalCode)
  if (countryCode === 'FR' && formerGuadeloupe.has(digits)) return 'collectivity'
  const prefix = digits.slice(0, 3)
  const territory = territories.find(
    ({ countries, prefixes }) =>
      (countries as readonly string[]).includes(countryCode) ||
      (countryCode === 'FR' && (prefixes as readonly string[]).includes(prefix)),
  )
  if (territory) return territory.place
  if (countryCode === 'FR' || countryCode === 'MC') return 'mainland'
  return union.has(countryCode) ? 'union' : 'third_country'
}

/**
 * Codes of French territories reported to the State as `FR` (XP Z12-012, BR-FR-MAP-14); their postal codes still
 * distinguish them. Nouvelle-Calédonie, Polynésie and Wallis-et-Futuna keep their own.
 */
const reportedAsFrance = new Set(['GF', 'TF', 'GP', 'MQ', 'YT', 'RE', 'BL', 'MF', 'PM'])

/** The country code of an address in flows 1 and 10. Pure. */
export const reportedCountry = (countryCode: string): string =>
  reportedAsFrance.has(countryCode) ? 'FR' : countryCode
