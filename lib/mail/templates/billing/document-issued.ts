import type { MailTemplate } from '../../frame'

type Params = { number: string; customer: string; amount: string; dueOn: string; url: string }

export const invoiceIssued: MailTemplate<Params> = {
  fr: ({ number, customer, amount, dueOn, url }) => ({
    subject: `Facture ${number} : ${amount}`,
    greeting: 'Bonjour,',
    paragraphs: [
      `La facture ${number} de ${customer} est disponible : ${amount} TTC, à régler au plus tard le ${dueOn}.`,
    ],
    action: { label: 'Voir la facture', url },
  }),
  en: ({ number, customer, amount, dueOn, url }) => ({
    subject: `Invoice ${number}: ${amount}`,
    greeting: 'Hello,',
    paragraphs: [`Invoice ${number} for ${customer} is ready: ${amount} incl. VAT, due on ${dueOn}.`],
    action: { label: 'View invoice', url },
  }),
}

export const creditNoteIssued: MailTemplate<Params> = {
  fr: ({ number, customer, amount, url }) => ({
    subject: `Avoir ${number} : ${amount}`,
    greeting: 'Bonjour,',
    paragraphs: [`L’avoir ${number} de ${customer} est disponible : ${amount} TTC à votre crédit.`],
    action: { label: 'Voir l’avoir', url },
  }),
  en: ({ number, customer, amount, url }) => ({
    subject: `Credit note ${number}: ${amount}`,
    greeting: 'Hello,',
    paragraphs: [`Credit note ${number} for ${customer} is ready: ${amount} incl. VAT credited to you.`],
    action: { label: 'View credit note', url },
  }),
}
