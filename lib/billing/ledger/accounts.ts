import type { LedgerJournal, LedgerKind } from '~/db/schema/billing/ledger'

/** Accounts of the French chart used by the product. Every export uses their official French names. */
export const accounts = {
  customers: '411000',
  doubtful: '416000',
  bank: '512000',
  /** Paid by card, and not yet paid out by the provider. */
  cards: '511500',
  bankFees: '627000',
  services: '706000',
  reductions: '709000',
  collectedVat20: '445712',
  collectedVatOverseas: '445718',
  /** VAT due on payment, until the invoice is paid. */
  waitingVat: '445740',
  smallCharges: '658000',
  smallProducts: '758000',
  lateInterest: '763000',
  recoveryFees: '758800',
  lostReceivables: '654000',
  /** Claimed but not invoiced: interest and fees of a formal notice. */
  productsToReceive: '468700',
  /** Money of an unknown owner. */
  suspense: '471000',
} as const

export const accountNames: Readonly<Record<string, string>> = {
  [accounts.customers]: 'Clients',
  [accounts.doubtful]: 'Clients douteux ou litigieux',
  [accounts.bank]: 'Banques',
  [accounts.cards]: 'Cartes bancaires à encaisser',
  [accounts.bankFees]: 'Services bancaires et assimilés',
  [accounts.services]: 'Prestations de services',
  [accounts.reductions]: 'Rabais, remises et ristournes accordés',
  [accounts.collectedVat20]: 'TVA collectée 20 %',
  [accounts.collectedVatOverseas]: 'TVA collectée 8,5 %',
  [accounts.waitingVat]: 'TVA collectée en attente d’encaissement',
  [accounts.smallCharges]: 'Charges diverses de gestion courante',
  [accounts.smallProducts]: 'Produits divers de gestion courante',
  [accounts.lateInterest]: 'Revenus des autres créances',
  [accounts.recoveryFees]: 'Indemnités forfaitaires de recouvrement',
  [accounts.lostReceivables]: 'Pertes sur créances irrécouvrables',
  [accounts.productsToReceive]: 'Divers, produits à recevoir',
  [accounts.suspense]: 'Comptes d’attente',
}

/**
 * The account of collected VAT of a rate.
 *
 * @throws RangeError for a rate without an account
 */
export function vatAccount(rateBasisPoints: number): string {
  if (rateBasisPoints === 2_000) return accounts.collectedVat20
  if (rateBasisPoints === 850) return accounts.collectedVatOverseas
  throw new RangeError(`no account of collected VAT at ${rateBasisPoints} basis points`)
}

export const journalNames: Readonly<Record<LedgerJournal, string>> = {
  VE: 'Ventes',
  BQ: 'Banque',
  OD: 'Opérations diverses',
}

/** The journal of each transaction kind. */
export const journalOf: Readonly<Record<LedgerKind, LedgerJournal>> = {
  invoice: 'VE',
  credit_note: 'VE',
  payment: 'BQ',
  payment_return: 'BQ',
  refund: 'BQ',
  card_payment: 'BQ',
  card_refund: 'BQ',
  card_payout: 'BQ',
  allocation: 'OD',
  vat_collected: 'OD',
  late_interest: 'OD',
  recovery_fee: 'OD',
  doubtful: 'OD',
  write_off: 'OD',
}
