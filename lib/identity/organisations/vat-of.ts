import { DomainError } from '~/lib/kernel/errors'
import { isFrenchVatNumberOf, normaliseIdentifier } from '../identifiers'

/**
 * Returns the VAT number as stored, or null when the organisation has none (as many public bodies).
 *
 * @throws DomainError `invalid_input` when it is not the VAT number of this SIREN
 */
export function frenchVatOrNone(typed: string | undefined, siren: string): string | null {
  const vatNumber = normaliseIdentifier(typed ?? '')
  if (vatNumber === '') return null
  if (!isFrenchVatNumberOf(vatNumber, siren))
    throw new DomainError('invalid_input', { field: 'vatNumber', params: { reason: 'vat_wrong' } })
  return vatNumber
}
