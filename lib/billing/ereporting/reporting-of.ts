import type { IssuedDocument } from '../invoices/issued-document'
import { treatmentOf } from '../vat/decide-treatment'
import { taxPlaceOf } from '../vat/tax-place'

/** The e-reporting flows of a document and its payments; null: none, the e-invoice already reports it. */
export type Reporting = {
  transactions: '10.1' | '10.3' | null
  /** Only where French VAT is due on payment of services: not on debits, under reverse charge, or exempt. */
  payments: '10.2' | '10.4' | null
  /** On the list of services to taxable persons of the Union (CGI 289 B, III). */
  isInServiceList: boolean
}

export function reportingOf({
  buyer,
  vat,
  vatOnDebits,
}: Pick<IssuedDocument, 'buyer' | 'vat' | 'vatOnDebits'>): Reporting {
  const treatment = treatmentOf(buyer)
  const isDueOnPayment = !vatOnDebits && vat.some(({ rateBasisPoints }) => rateBasisPoints > 0)
  const isReversed = vat.some(({ category }) => category === 'AE')
  const isInServiceList = isReversed && Boolean(buyer.vatNumber) && taxPlaceOf(buyer.address) === 'union'
  switch (treatment) {
    case 'b2b':
    case 'b2g':
      return { transactions: null, payments: null, isInServiceList }
    case 'b2b_international':
      return { transactions: '10.1', payments: isDueOnPayment ? '10.2' : null, isInServiceList }
    case 'b2c':
      return { transactions: '10.3', payments: isDueOnPayment ? '10.4' : null, isInServiceList }
  }
}
