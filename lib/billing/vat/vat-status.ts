import type { VatStatus } from '~/db/schema/billing-documents'

type Known = {
  kind: 'company' | 'public_body' | 'eu_company'
  vatNumber: string | null
  /** INSEE category of legal form. */
  legalFormCode: string | null
}

/**
 * Whether a customer is taken for a taxable person while nobody has said so: who has a VAT number is. Of French companies
 * without one, the legal form decides: public persons (7), bodies of social law (8), associations, foundations and
 * co-ownerships (9) are not. Pure.
 */
export function usualVatStatus({ kind, vatNumber, legalFormCode }: Known): VatStatus {
  if (vatNumber) return 'taxable'
  if (kind !== 'company' || /^[789]/.test(legalFormCode ?? '')) return 'not_taxable'
  return 'taxable'
}

/** What the customer or the billing office said, of a French company, or else what is usual. Pure. */
export const vatStatusOf = (known: Known, stated: VatStatus | null): VatStatus =>
  (known.kind === 'company' ? stated : null) ?? usualVatStatus(known)
