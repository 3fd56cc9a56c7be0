import type { MailTemplate } from '../../frame'

export const paymentLate: MailTemplate<{
  step: 'reminder' | 'second_reminder' | 'formal_notice'
  name: string
  organisation: string
  number: string
  dueOn: string
  amount: string
  /** Statutory interest from the day after the due day; empty in a first reminder. */
  interest: string
  fee: string
  iban: string
  reference: string
  url: string
}> = {
  fr: ({ step, name, organisation, number, dueOn, amount, interest, fee, iban, reference, url }) => ({
    subject: {
      reminder: `Facture ${number} : paiement attendu`,
      second_reminder: `Facture ${number} : deuxième rappel`,
      formal_notice: `Facture ${number} : mise en demeure de payer`,
    }[step],
    greeting: `Bonjour ${name},`,
    paragraphs: [
      {
        reminder: `Sauf erreur de notre part, la facture ${number} de ${organisation}, échue le ${dueOn}, n’est pas encore réglée : ${amount}. Si le paiement est parti, ne tenez pas compte de ce message.`,
        second_reminder: `La facture ${number} de ${organisation}, échue le ${dueOn}, reste impayée : ${amount}. Merci de la régler, ou de nous dire ce qui l’empêche.`,
        formal_notice: `Nous vous mettons en demeure de payer la facture ${number} de ${organisation}, échue le ${dueOn} : ${amount}.`,
      }[step],
      ...(step === 'reminder'
        ? []
        : [
            `La loi y ajoute, sans autre formalité, des intérêts de retard (${interest} à ce jour) et une indemnité forfaitaire de recouvrement de ${fee}.`,
          ]),
      `Compte : ${iban}. Référence à indiquer : ${reference}.`,
    ],
    action: { label: 'Voir ce qui est dû', url },
  }),
  en: ({ step, name, organisation, number, dueOn, amount, interest, fee, iban, reference, url }) => ({
    subject: {
      reminder: `Invoice ${number}: payment due`,
      second_reminder: `Invoice ${number}: second reminder`,
      formal_notice: `Invoice ${number}: formal notice to pay`,
    }[step],
    greeting: `Hello ${name},`,
    paragraphs: [
      {
        reminder: `Unless we are mistaken, invoice ${number} of ${organisation}, due on ${dueOn}, has not been paid yet: ${amount}. If you have already sent the payment, please ignore this message.`,
        second_reminder: `Invoice ${number} of ${organisation}, due on ${dueOn}, is still unpaid: ${amount}. Please pay it, or let us know what prevents payment.`,
        formal_notice: `We hereby give you formal notice to pay invoice ${number} of ${organisation}, due on ${dueOn}: ${amount}.`,
      }[step],
      ...(step === 'reminder'
        ? []
        : [
            `By law, late interest (${interest} to date) and a fixed recovery fee of ${fee} are added to this amount.`,
          ]),
      `Account: ${iban}. Payment reference: ${reference}.`,
    ],
    action: { label: 'View amount due', url },
  }),
}
