import type { MailTemplate } from '../../frame'

type Params = {
  name: string
  number: string
  subject: string
  text: string
  isResolved: boolean
  /** Days without an answer after which the ticket is closed. */
  days: number
  url: string
}

export const ticketAnswered: MailTemplate<Params> = {
  fr: ({ name, number, subject, text, isResolved, days, url }) => ({
    subject: `Réponse de l’assistance, ${number} : ${subject}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `L’assistance a répondu à votre demande ${number} :`,
      text,
      isResolved
        ? `La demande est considérée comme résolue. Si ce n’est pas le cas, répondez dans les ${days} jours : elle sera rouverte.`
        : 'Pour répondre, ouvrez la demande : cette adresse ne reçoit pas de courrier.',
    ],
    action: { label: 'Ouvrir la demande', url },
  }),
  en: ({ name, number, subject, text, isResolved, days, url }) => ({
    subject: `Answer from support, ${number}: ${subject}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `Support has answered your ticket ${number}:`,
      text,
      isResolved
        ? `The ticket is marked as resolved. If it is not, answer within ${days} days to reopen it.`
        : 'To answer, open the ticket: emails to this address are not read.',
    ],
    action: { label: 'View ticket', url },
  }),
}
