import type { Id } from '~/lib/kernel/ids'

/** An issued document in a list. Cents are decimal strings, signed as the customer's account sees them. */
export type DocumentSummary = {
  id: Id<'invoice'>
  kind: 'invoice' | 'credit_note'
  number: string
  issuedOn: string
  dueOn: string
  period: string
  netCents: string
  grossCents: string
}

/** What a seller prints on its invoices. */
export type SellerView = {
  legalName: string
  siret: string
  electronicScheme: string
  electronicId: string
  iban: string
  bic: string
  accountHolder: string
  vatOnDebits: boolean
  invoicePrefix: string
  creditNotePrefix: string
  fourEyesFromEuros: number
}
