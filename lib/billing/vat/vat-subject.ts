import type { OrganisationRow, ProfileRow } from '../queries/subjects'
import type { VatSubject } from './decide-vat'

/** The facts that determine an organisation's VAT, for invoices as well as for baskets and quotes. Pure. */
export function vatSubjectOf(
  { kind, vatNumber, legalAddress }: OrganisationRow,
  profile: Pick<ProfileRow, 'vatRegime' | 'vatRegimeUntil' | 'vatCertificate'> | null,
  language: VatSubject['language'],
): VatSubject {
  return {
    countryCode: legalAddress.countryCode,
    postalCode: legalAddress.postcode,
    // A moderator checked the number before the organisation became active.
    vatNumber: kind === 'eu_company' ? vatNumber : null,
    regime: profile?.vatRegime ?? 'by_address',
    regimeUntil: profile?.vatRegimeUntil ?? null,
    certificate: profile?.vatCertificate ?? null,
    language,
  }
}
