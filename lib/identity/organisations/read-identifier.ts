import { isSiren, isSiret, normaliseIdentifier, sirenOfSiret } from '../identifiers'
import { countryOfVatNumber } from '../vat-formats'
import type { OrganisationKind } from './kinds'

export type Identifiers = { siren: string | null; siret: string | null; vatNumber: string | null }

export type ReadIdentifier =
  | { outcome: 'read'; identifiers: Identifiers }
  | {
      outcome: 'wrong'
      reason: 'siren_wrong' | 'siret_wrong' | 'siret_needed' | 'eu_vat_wrong' | 'french_vat_is_siren'
    }

/**
 * Parses the typed identifier: SIREN for a company (a SIRET also works), SIRET for a public body, VAT number for a
 * company of another EU country. Pure.
 */
export function readIdentifier(kind: OrganisationKind, typed: string): ReadIdentifier {
  const text = normaliseIdentifier(typed)
  switch (kind) {
    case 'company':
      if (isSiren(text)) return read({ siren: text, siret: null })
      if (isSiret(text)) return read({ siren: sirenOfSiret(text), siret: null })
      return { outcome: 'wrong', reason: 'siren_wrong' }
    case 'public_body':
      if (isSiret(text)) return read({ siren: sirenOfSiret(text), siret: text })
      return { outcome: 'wrong', reason: isSiren(text) ? 'siret_needed' : 'siret_wrong' }
    case 'eu_company':
      if (text.startsWith('FR')) return { outcome: 'wrong', reason: 'french_vat_is_siren' }
      return countryOfVatNumber(text)
        ? { outcome: 'read', identifiers: { siren: null, siret: null, vatNumber: text } }
        : { outcome: 'wrong', reason: 'eu_vat_wrong' }
  }
}

function read(numbers: { siren: string; siret: string | null }): ReadIdentifier {
  return { outcome: 'read', identifiers: { ...numbers, vatNumber: null } }
}
