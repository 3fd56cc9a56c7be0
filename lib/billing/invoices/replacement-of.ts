import type { InvoiceTerms, Payers } from './compose-invoices'
import { unnumbered } from './document-codec'
import type { DocumentLine, DocumentReferences, IssuedDocument } from './issued-document'
import { legalMentions } from './legal-mentions'
import { documentTotals, vatSubtotals } from './totals'

type With = { references: DocumentReferences; creditNumber: string; payers: Payers }

/**
 * The invoice that replaces a refused one: the same lines under current terms, with the given references in place of
 * the old ones, and a mention of the replaced invoice. Pure.
 */
export function replacementOf(
  refused: IssuedDocument,
  { seller, buyer, vat, vatOnDebits, language, issuedOn, dueOn, payment }: InvoiceTerms,
  { references, creditNumber, payers }: With,
): IssuedDocument {
  const lines = refused.lines.map(
    ({ vatExemption: _exemption, ...line }): DocumentLine => ({
      ...line,
      ...((line.references || Object.keys(references).length > 0) && {
        references: { ...line.references, ...references },
      }),
      vatCategory: vat.category,
      vatRateBasisPoints: vat.rateBasisPoints,
      ...(vat.exemption && { vatExemption: vat.exemption }),
    }),
  )
  const subtotals = vatSubtotals(lines)
  const legal = legalMentions({
    language,
    isPublicBody: buyer.kind === 'public_body',
    registration: seller.registration,
    vatOnDebits,
    vat,
  })
  const { payer: _payer, ...kept } = refused
  const payer = payers.get(refused.references.payerSiret ?? '')
  return {
    ...kept,
    number: unnumbered,
    issuedOn,
    dueOn,
    language,
    seller,
    buyer,
    references: { ...refused.references, ...references },
    ...(payer && { payer }),
    lines,
    vat: subtotals,
    totals: documentTotals(lines, subtotals),
    vatOnDebits,
    payment: { ...payment, reference: unnumbered },
    legal: { ...legal, other: [...legal.other, words[language](refused.number, creditNumber)] },
  }
}

const words = {
  fr: (number: string, credit: string) => `Remplace la facture ${number}, annulée par l’avoir ${credit}.`,
  en: (number: string, credit: string) => `Replaces invoice ${number}, cancelled by credit note ${credit}.`,
}
