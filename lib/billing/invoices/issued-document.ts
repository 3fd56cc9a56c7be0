/**
 * The full content of an invoice or credit note as issued. It is stored whole and never changes; the PDF, the
 * e-invoice, the exports, the ledger and the screens are views of it. Calendar days are `YYYY-MM-DD` of Europe/Paris,
 * amounts integer cents, rates basis points (20 % = 2,000).
 */
export type IssuedDocument = {
  kind: 'invoice' | 'credit_note'
  typeCode: '380' | '381'
  /** At most 35 characters of `A-Za-z0-9+-_/`. */
  number: string
  issuedOn: string
  dueOn: string
  currency: 'EUR'
  /** First and last day billed. */
  period: { from: string; to: string }
  language: 'fr' | 'en'
  seller: Seller
  buyer: Buyer
  references: DocumentReferences
  /** The structure named by `references.payerSiret`, where it is not the buyer itself. */
  payer?: PayingStructure
  project?: { id: string; name: string }
  lines: DocumentLine[]
  /** One per category and rate, computed on the sum of the rounded lines. */
  vat: VatSubtotal[]
  totals: DocumentTotals
  /** The documents corrected by a credit note. */
  preceding: { number: string; issuedOn: string }[]
  /** The reason for a credit note. */
  reason?: string
  vatOnDebits: boolean
  payment: PaymentTerms
  legal: LegalMentions
}

/** References that the buyer's accountant needs. A missing reference is absent, never empty. */
export type DocumentReferences = {
  purchaseOrder?: string
  engagement?: string
  serviceCode?: string
  market?: string
  costCentre?: string
  payerSiret?: string
}

export type DocumentAddress = { lines: string[]; postalCode: string; city: string; countryCode: string }

/** `scheme` is of the EAS list: 0225 for French companies, 0009 for a SIRET. */
export type ElectronicAddress = { scheme: string; id: string }

export type Seller = {
  name: string
  siren: string
  siret: string
  vatNumber: string
  address: DocumentAddress
  email: string
  legalForm: string
  shareCapital: string
  registration: string
  electronicAddress: ElectronicAddress
}

export type Buyer = {
  organisationId: string
  customerCode: string
  name: string
  kind: 'company' | 'public_body' | 'foreign'
  siren?: string
  siret?: string
  vatNumber?: string
  /** Absent on documents issued before this status was stored. */
  isTaxable?: boolean
  address: DocumentAddress
  billingAddress?: DocumentAddress
  email: string
  electronicAddress?: ElectronicAddress
}

/**
 * Another body or establishment that pays for the buyer. The directory may not know its address or name: then only its
 * SIRET is known.
 */
export type PayingStructure = { siret: string; name: string; address?: DocumentAddress }

export type LineKind =
  | 'usage'
  | 'commitment_exit'
  | 'promotion'
  | 'service_credit'
  | 'gesture'
  | 'late_usage'
  | 'fee'

export type VatCategory = 'S' | 'E' | 'AE' | 'O' | 'G' | 'Z'

export type VatExemption = { code: string; reason: string }

export type DocumentLine = {
  position: number
  /** Bundle and meter in the language of the document. */
  label: string
  /** The resource's name, its zone. */
  detail?: string
  resourceId?: string
  resourceKind?: string
  bundleId?: string
  meter?: string
  projectId?: string
  projectName?: string
  costCentre?: string
  tags?: Record<string, string>
  references?: DocumentReferences
  /** Instants, ISO, UTC; half-open. */
  period: { from: string; to: string }
  usedSeconds?: bigint
  billedSeconds?: bigint
  /** Per 3,600 seconds. */
  microCentsPerHour?: bigint
  /** The public price, where a negotiated list or a commitment lowered it. */
  listMicroCentsPerHour?: bigint
  /** For traffic: used, included and billed volume of a server in the month, instead of time. */
  usedMebibytes?: bigint
  includedMebibytes?: bigint
  billedMebibytes?: bigint
  microCentsPerGibibyte?: bigint
  kind: LineKind
  /** Negative for deductions on an invoice; a credit note states the credited amounts as positive. */
  netCents: bigint
  vatCategory: VatCategory
  vatRateBasisPoints: number
  vatExemption?: VatExemption
}

export type VatSubtotal = {
  category: VatCategory
  rateBasisPoints: number
  baseCents: bigint
  vatCents: bigint
  exemption?: VatExemption
}

export type DocumentTotals = {
  linesNetCents: bigint
  netCents: bigint
  vatCents: bigint
  grossCents: bigint
  paidCents: bigint
  dueCents: bigint
}

export type PaymentMethod = 'transfer' | 'direct_debit' | 'mandat_administratif'

export type PaymentTerms = {
  method: PaymentMethod
  iban: string
  bic: string
  accountHolder: string
  reference: string
  mandateReference?: string
  /** The seller's identifier, by which a bank recognises the creditor. */
  creditorIdentifier?: string
}

export type LegalMentions = {
  latePenalties: string
  recoveryFee: string
  discount: string
  registration: string
  other: string[]
}
