/** Invented with the seller; the check digits are right, the business code is unassigned. */
export const creditor = { identifier: 'FR72ZZZ123456', noticeDays: 14 }

/** The European Central Bank's rates of the main refinancing operations. */
export const referenceRates = [
  { from: '2024-12-18', percent: '3,15' },
  { from: '2025-02-05', percent: '2,90' },
  { from: '2025-03-12', percent: '2,65' },
  { from: '2025-04-23', percent: '2,40' },
  { from: '2025-06-11', percent: '2,15' },
]

/** The account of a bank that does not exist. */
export const lumenMandate = {
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  holderName: 'Atelier Lumen',
  holderAddress: { line1: '8 rue des Verriers', postcode: '44000', city: 'Nantes', countryCode: 'FR' },
  scheme: 'CORE' as const,
  isAgreed: true as const,
}
