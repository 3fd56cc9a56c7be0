import type { InvoiceGrouping } from '~/db/schema/billing/documents'
import { parisDay } from '~/lib/kernel/time/paris-day'
import type { Month } from '~/lib/kernel/time/paris-month'
import type { VatDecision } from '../vat/decide-vat'
import { unnumbered } from './document-codec'
import { type JoinedInvoice, joinNegativeGroups, sharedReferences } from './group-lines'
import type {
  Buyer,
  DocumentLine,
  IssuedDocument,
  PayingStructure,
  PaymentTerms,
  Seller,
} from './issued-document'
import { legalMentions } from './legal-mentions'
import { documentTotals, vatSubtotals } from './totals'

/** A line before it has a position in a document and the buyer's VAT. */
export type LineDraft = Omit<
  DocumentLine,
  'position' | 'vatCategory' | 'vatRateBasisPoints' | 'vatExemption'
> & {
  /** The resource and month that it bills, if any, so that nothing is billed twice. */
  bound?: string
}

/** Seller, buyer and terms on the day of issue. */
export type InvoiceTerms = {
  issuedOn: string
  dueOn: string
  language: 'fr' | 'en'
  seller: Seller
  buyer: Buyer
  grouping: InvoiceGrouping
  vat: VatDecision
  vatOnDebits: boolean
  payment: Omit<PaymentTerms, 'reference'>
}

/** Paying structures of a buyer, by SIRET. */
export type Payers = ReadonlyMap<string, PayingStructure>

/** An invoice without a number. `bounds` are those of its lines, by position from one on. */
export type ComposedInvoice = {
  groupingKey: string
  /** Keys of all groups that contributed lines. */
  groupingKeys: readonly string[]
  document: IssuedDocument
  bounds: (string | null)[]
}

/** The invoices of a month, in order of their grouping keys; a sum of zero makes no invoice. Pure. */
export function composeInvoices(
  month: Month,
  lines: readonly LineDraft[],
  terms: InvoiceTerms,
  payers: Payers = new Map(),
): ComposedInvoice[] {
  const isPublicBody = terms.buyer.kind === 'public_body'
  const groups = joinNegativeGroups(lines, terms.grouping, isPublicBody)
  return [...groups]
    .filter(([, { lines: drafts }]) => drafts.some((line) => line.netCents !== 0n))
    .map(([groupingKey, group]) => compose(month, groupingKey, group, { ...terms, payers }))
}

function compose(
  month: Month,
  groupingKey: string,
  { lines: drafts, own, groupingKeys }: JoinedInvoice<LineDraft>,
  terms: InvoiceTerms & { payers: Payers },
): ComposedInvoice {
  const lines = drafts.map(
    ({ bound: _bound, ...draft }, index): DocumentLine => ({
      position: index + 1,
      ...draft,
      vatCategory: terms.vat.category,
      vatRateBasisPoints: terms.vat.rateBasisPoints,
      ...(terms.vat.exemption && { vatExemption: terms.vat.exemption }),
    }),
  )
  const vat = vatSubtotals(lines)
  const references = sharedReferences(lines.slice(0, own))
  const payer = terms.payers.get(references.payerSiret ?? '')
  const [first] = lines
  const isOneProject = first?.projectId && lines.every((line) => line.projectId === first.projectId)
  return {
    groupingKey,
    groupingKeys,
    bounds: drafts.map((draft) => draft.bound ?? null),
    document: {
      kind: 'invoice',
      typeCode: '380',
      number: unnumbered,
      issuedOn: terms.issuedOn,
      dueOn: terms.dueOn,
      currency: 'EUR',
      period: { from: parisDay(month.from), to: parisDay(new Date(month.to.getTime() - 1)) },
      language: terms.language,
      seller: terms.seller,
      buyer: terms.buyer,
      references,
      ...(payer && { payer }),
      ...(isOneProject && first.projectId && first.projectName
        ? { project: { id: first.projectId, name: first.projectName } }
        : {}),
      lines,
      vat,
      totals: documentTotals(lines, vat),
      preceding: [],
      vatOnDebits: terms.vatOnDebits,
      payment: { ...terms.payment, reference: unnumbered },
      legal: legalMentions({
        language: terms.language,
        isPublicBody: terms.buyer.kind === 'public_body',
        registration: terms.seller.registration,
        vatOnDebits: terms.vatOnDebits,
        vat: terms.vat,
      }),
    },
  }
}
