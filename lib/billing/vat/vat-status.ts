import type { VatStatus } from '~/db/schema/billing/documents'

type Known = {
  kind: 'company' | 'public_body' | 'eu_company'
  vatNumber: string | null
  /** INSEE category of legal form. */
  legalFormCode: string | null
}

/**
 * The default VAT status: a customer with a VAT number is liable. For French companies without one the legal form
 * decides: public persons (7), social law bodies (8), associations, foundations and co-ownerships (9) are not. Pure.
 */
export function defaultVatStatus({ kind, vatNumber, legalFormCode }: Known): VatStatus {
  if (vatNumber) return 'taxable'
  if (kind !== 'company' || /^[789]/.test(legalFormCode ?? '')) return 'not_taxable'
  return 'taxable'
}

/** The status stated by the customer or the billing office, for a French company; otherwise the default. Pure. */
export const vatStatusOf = (known: Known, stated: VatStatus | null): VatStatus =>
  (known.kind === 'company' ? stated : null) ?? defaultVatStatus(known)
