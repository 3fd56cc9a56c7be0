import type { VatRegime } from '~/db/schema/billing-documents'
import type { VatCategory, VatExemption } from '../invoices/issued-document'

/** What decides the VAT of a service sold by a company of metropolitan France to a taxable person. */
export type VatSubject = {
  countryCode: string
  postalCode: string
  /** Of another member state of the Union, checked by a moderator as the organisation was accepted. */
  vatNumber: string | null
  regime: VatRegime
  /** Last day of the regime, `YYYY-MM-DD`; null: without end. */
  regimeUntil: string | null
  certificate: string | null
  language: 'fr' | 'en'
}

export type VatDecision = { category: VatCategory; rateBasisPoints: number; exemption?: VatExemption }

const standard: VatDecision = { category: 'S', rateBasisPoints: 2_000 }
const overseas: VatDecision = { category: 'S', rateBasisPoints: 850 }

const union = new Set(
  'AT BE BG HR CY CZ DE DK EE ES FI GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)
/** Territories of the Republic, by the code of their own and by the postal codes they have within France. */
const overseasRates = { countries: ['GP', 'MQ', 'RE'], prefixes: ['971', '972', '974'] }
const notApplicable = { countries: ['GF', 'YT'], prefixes: ['973', '976'] }
const thirdTerritories = {
  countries: ['PM', 'BL', 'MF', 'NC', 'PF', 'WF', 'TF'],
  prefixes: ['975', '977', '978', '984', '986', '987', '988'],
}
/** Saint-Barthélemy and Saint-Martin left Guadeloupe, their old postal codes did not. */
const formerGuadeloupe = new Set(['97133', '97150'])

/** A French postal code as its five digits, however it was typed: `97 300`, `F-97300`. Pure. */
export const digitsOf = (postalCode: string): string => postalCode.replace(/\D/g, '')

/**
 * The VAT of everything that is supplied up to `day`: by where the customer is established (CGI 259, 1°), unless a regime
 * of its own is in force on that day. Pure.
 *
 * Northern Ireland counts as outside the Union here: its special place is for goods alone.
 */
export function decideVat(subject: VatSubject, day: string): VatDecision {
  const { regime, regimeUntil, certificate, language } = subject
  const isInForce = regimeUntil === null || day <= regimeUntil
  if (isInForce && regime === 'franchise') {
    return exempt(
      'E',
      'VATEX-FR-CGI275',
      `${words[language].franchise}${certificate ? ` (${certificate})` : ''}`,
    )
  }
  if (isInForce && regime === 'international_body') {
    return exempt(
      'E',
      'VATEX-EU-151',
      `${words[language].international}${certificate ? ` (${certificate})` : ''}`,
    )
  }
  const { countryCode } = subject
  const postalCode = digitsOf(subject.postalCode)
  const isIn = ({ countries, prefixes }: { countries: string[]; prefixes: string[] }) =>
    countries.includes(countryCode) || (countryCode === 'FR' && prefixes.includes(postalCode.slice(0, 3)))
  if (isIn(thirdTerritories) || (countryCode === 'FR' && formerGuadeloupe.has(postalCode)))
    return exempt('O', 'VATEX-EU-O', words[language].outside)
  if (isIn(notApplicable)) return exempt('O', 'VATEX-EU-O', words[language].notApplicable)
  if (isIn(overseasRates)) return overseas
  // Monaco is French territory for VAT.
  if (countryCode === 'FR' || countryCode === 'MC') return standard
  if (union.has(countryCode)) {
    return subject.vatNumber ? exempt('AE', 'VATEX-EU-AE', words[language].reverseCharge) : standard
  }
  return exempt('O', 'VATEX-EU-O', words[language].outside)
}

function exempt(category: VatCategory, code: string, reason: string): VatDecision {
  return { category, rateBasisPoints: 0, exemption: { code, reason } }
}

const words = {
  fr: {
    franchise: 'Achats en franchise de TVA, article 275 du CGI',
    international: 'Exonération, article 151 de la directive 2006/112/CE',
    outside: 'TVA non applicable, article 259, 1° du CGI',
    notApplicable: 'TVA non applicable, article 294, 1 du CGI',
    reverseCharge: 'Autoliquidation : TVA due par le preneur, article 283, 2 du CGI',
  },
  en: {
    franchise: 'Purchases free of VAT, article 275 of the CGI',
    international: 'Exempt, article 151 of directive 2006/112/EC',
    outside: 'VAT not applicable, article 259, 1° of the CGI',
    notApplicable: 'VAT not applicable, article 294, 1 of the CGI',
    reverseCharge: 'Reverse charge: VAT due by the customer, article 283, 2 of the CGI',
  },
} as const
