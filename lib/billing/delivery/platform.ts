/** One document on its way to its buyer. `trackingId` is the delivery's id: the same at every attempt. */
export type Deposit = {
  trackingId: string
  documentNumber: string
  name: string
  content: Uint8Array
  sha256: string
  /** How the law treats it: between companies, to a public body, abroad, to who is not taxable. */
  treatment: 'B2B' | 'B2G' | 'B2BInt' | 'B2C'
}

/** That an invoice was paid, in the words of the life cycle. `trackingId` is another one each time it is told anew. */
export type Report = {
  trackingId: string
  name: string
  /** A life-cycle message (CDAR). */
  content: Uint8Array
  sha256: string
  treatment: Deposit['treatment']
}

/** A declaration of e-reporting (flow 10). `trackingId` is its id: the same at every attempt. */
export type Declaration = Pick<Report, 'trackingId' | 'name' | 'content' | 'sha256'>

export type DepositOutcome =
  | { outcome: 'deposited'; externalId: string }
  /** Depositing the same again would be refused again. */
  | { outcome: 'refused'; code: string; text: string }

export type Acknowledgement =
  | { state: 'pending' | 'accepted' }
  | { state: 'rejected'; code: string; text: string }

/** A life-cycle status (200 to 501), as the buyer or a platform on the way gave it. */
export type LifeCycleStatus = {
  /** What the platform calls the message: read twice, it is kept once. */
  externalId: string
  code: number
  reasonCode: string | null
  reasonText: string | null
  happenedAt: Date
}

/** What is known of a deposited document: which delivery it is, by either of its names. */
export type DepositReference = {
  trackingId: string
  documentNumber: string
  externalId: string
  /** A declaration, about which the State answers instead of a buyer. */
  isDeclaration?: boolean
}

/**
 * A platform that takes e-invoices. Every method throws when the platform does not answer or answers nonsense: the
 * caller asks again later. `find` comes before every repeated `deposit` or `report`, so that nothing is sent twice.
 */
export type EInvoicePlatform = {
  readonly name: 'embedded' | 'afnor' | 'chorus_pro'
  find(deposit: { trackingId: string; documentNumber: string }): Promise<string | null>
  deposit(deposit: Deposit): Promise<DepositOutcome>
  /** Null where the seller has nothing to tell: who pays through Chorus Pro says so there. */
  report: ((report: Report) => Promise<DepositOutcome>) | null
  /** Null where no declaration is taken: Chorus Pro takes those of public bodies alone. */
  declare: ((declaration: Declaration) => Promise<DepositOutcome>) | null
  acknowledgement(of: DepositReference): Promise<Acknowledgement>
  statuses(of: DepositReference): Promise<LifeCycleStatus[]>
}
