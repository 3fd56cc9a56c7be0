import type { OrganisationRow, ProfileRow } from '../queries/subjects'
import type { VatSubject } from './decide-vat'

/** What decides the VAT of an organisation, for its invoices as for what baskets and quotes show of them. Pure. */
export function vatSubjectOf(
  { kind, vatNumber, legalAddress }: OrganisationRow,
  profile: Pick<ProfileRow, 'vatRegime' | 'vatRegimeUntil' | 'vatCertificate'> | null,
  language: VatSubject['language'],
): VatSubject {
  return {
    countryCode: legalAddress.countryCode,
    postalCode: legalAddress.postcode,
    // A moderator looked at the number before the organisation became active.
    vatNumber: kind === 'eu_company' ? vatNumber : null,
    regime: profile?.vatRegime ?? 'by_address',
    regimeUntil: profile?.vatRegimeUntil ?? null,
    certificate: profile?.vatCertificate ?? null,
    language,
  }
}
