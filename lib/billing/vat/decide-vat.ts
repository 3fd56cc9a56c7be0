import type { VatRegime } from '~/db/schema/billing/documents'
import type { VatCategory, VatExemption } from '../invoices/issued-document'
import { taxPlaceOf } from './tax-place'

/** What determines the VAT of a service sold by a company in metropolitan France to a taxable person. */
export type VatSubject = {
  countryCode: string
  postalCode: string
  /** Of another member state, checked by a moderator when the organisation was accepted. */
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

/**
 * The VAT of supplies up to `day`: by the customer's place of establishment (CGI 259, 1°), unless a special regime
 * applies on that day. Pure.
 *
 * Northern Ireland counts as outside the Union: its special status covers goods only.
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
  switch (taxPlaceOf(subject)) {
    case 'mainland':
      return standard
    case 'overseas':
      return overseas
    case 'guyane_mayotte':
      return exempt('O', 'VATEX-EU-O', words[language].notApplicable)
    case 'union':
      return subject.vatNumber ? exempt('AE', 'VATEX-EU-AE', words[language].reverseCharge) : standard
    case 'collectivity':
    case 'third_country':
      return exempt('O', 'VATEX-EU-O', words[language].outside)
  }
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
    reverseCharge:
      'Autoliquidation : TVA due par le preneur, articles 259, 1° du CGI et 196 de la directive 2006/112/CE',
  },
  en: {
    franchise: 'Purchases free of VAT, article 275 of the CGI',
    international: 'Exempt, article 151 of directive 2006/112/EC',
    outside: 'VAT not applicable, article 259, 1° of the CGI',
    notApplicable: 'VAT not applicable, article 294, 1 of the CGI',
    reverseCharge:
      'Reverse charge: VAT due by the customer, articles 259, 1° of the CGI and 196 of directive 2006/112/EC',
  },
} as const
