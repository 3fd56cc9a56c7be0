/** A document to deposit. `trackingId` is the delivery's id, the same at every attempt. */
export type Deposit = {
  trackingId: string
  documentNumber: string
  name: string
  content: Uint8Array
  sha256: string
  /** Legal treatment: between companies, to a public body, abroad, to a buyer not liable to VAT. */
  treatment: 'B2B' | 'B2G' | 'B2BInt' | 'B2C'
}

/** A life-cycle message about a payment. `trackingId` changes when the payment is reported again. */
export type Report = {
  trackingId: string
  name: string
  /** A life-cycle message (CDAR). */
  content: Uint8Array
  sha256: string
  treatment: Deposit['treatment']
}

/** An e-reporting declaration (flow 10). `trackingId` is its id, the same at every attempt. */
export type Declaration = Pick<Report, 'trackingId' | 'name' | 'content' | 'sha256'>

export type DepositOutcome =
  | { outcome: 'deposited'; externalId: string }
  /** A retry of the same deposit would be refused again. */
  | { outcome: 'refused'; code: string; text: string }

export type Acknowledgement =
  | { state: 'pending' | 'accepted' }
  | { state: 'rejected'; code: string; text: string }

/** A life-cycle status (200 to 501) given by the buyer or by a platform on the way. */
export type LifeCycleStatus = {
  /** The platform's id of the message; it deduplicates repeated reads. */
  externalId: string
  code: number
  reasonCode: string | null
  reasonText: string | null
  happenedAt: Date
}

/** Identifies a deposited document by either of its ids. */
export type DepositReference = {
  trackingId: string
  documentNumber: string
  externalId: string
  /** A declaration is answered by the State instead of a buyer. */
  isDeclaration?: boolean
}

/**
 * A platform that accepts e-invoices. Every method throws when the platform does not answer or its answer is invalid:
 * the caller retries later. The caller uses `find` before it repeats a `deposit` or `report`, so that nothing is sent
 * twice.
 */
export type EInvoicePlatform = {
  readonly name: 'embedded' | 'afnor' | 'chorus_pro'
  find(deposit: { trackingId: string; documentNumber: string }): Promise<string | null>
  deposit(deposit: Deposit): Promise<DepositOutcome>
  /** Null where the seller reports no payments: in Chorus Pro the payer does. */
  report: ((report: Report) => Promise<DepositOutcome>) | null
  /** Null where declarations are not accepted: Chorus Pro accepts only those of public bodies. */
  declare: ((declaration: Declaration) => Promise<DepositOutcome>) | null
  acknowledgement(of: DepositReference): Promise<Acknowledgement>
  statuses(of: DepositReference): Promise<LifeCycleStatus[]>
}
