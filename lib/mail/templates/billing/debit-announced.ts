import type { MailTemplate } from '../../frame'

export const debitAnnounced: MailTemplate<{
  name: string
  organisation: string
  number: string
  amount: string
  collectOn: string
  iban: string
  mandate: string
  creditor: string
  url: string
}> = {
  fr: ({ name, organisation, number, amount, collectOn, iban, mandate, creditor, url }) => ({
    subject: `Prélèvement du ${collectOn} : ${amount}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `La facture ${number} de ${organisation} sera prélevée le ${collectOn} : ${amount}, sur le compte ${iban}.`,
      `Référence unique de mandat : ${mandate}. Identifiant créancier SEPA : ${creditor}.`,
    ],
    action: { label: 'Voir les paiements', url },
  }),
  en: ({ name, organisation, number, amount, collectOn, iban, mandate, creditor, url }) => ({
    subject: `Direct debit on ${collectOn}: ${amount}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `Invoice ${number} of ${organisation} will be debited on ${collectOn}: ${amount}, from account ${iban}.`,
      `Mandate reference: ${mandate}. SEPA creditor identifier: ${creditor}.`,
    ],
    action: { label: 'View payments', url },
  }),
}
