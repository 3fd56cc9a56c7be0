/** Texts of an account statement, in both languages. */
export const statementWords = {
  fr: {
    kind: 'Relevé de compte',
    title: (day: string) => `Relevé de compte au ${day}`,
    file: 'releve-de-compte',
    customer: 'Client',
    account: 'Compte',
    columns: ['Date', 'Nature', 'Pièce', 'Débit, €', 'Crédit, €', 'Solde, €'],
    kinds: {
      invoice: 'Facture',
      credit_note: 'Avoir',
      payment: 'Paiement',
      payment_return: 'Paiement retourné',
    },
    summary: 'Factures, avoirs et paiements dans l’ordre des jours, avec le solde après chacun.',
    owed: 'Solde dû',
    pageOf: (page: number, pages: number) => `Page ${page} sur ${pages}`,
  },
  en: {
    kind: 'Statement of account',
    title: (day: string) => `Statement of account on ${day}`,
    file: 'statement-of-account',
    customer: 'Customer',
    account: 'Account',
    columns: ['Date', 'Type', 'Document', 'Debit, €', 'Credit, €', 'Balance, €'],
    kinds: {
      invoice: 'Invoice',
      credit_note: 'Credit note',
      payment: 'Payment',
      payment_return: 'Payment returned',
    },
    summary: 'Invoices, credit notes and payments by date, with the balance after each.',
    owed: 'Balance due',
    pageOf: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
}
