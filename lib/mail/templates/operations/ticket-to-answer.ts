import type { MailTemplate } from '../../frame'

/** Reason for the mail: a new ticket, another message of the customer, or a first answer that is due soon. */
type Why = 'opened' | 'answered' | 'due'
type Params = {
  name: string
  organisation: string
  number: string
  subject: string
  why: Why
  /** The promised time of the first answer; empty once it is given. */
  dueAt: string
  url: string
}

const fr: Record<Why, string> = {
  opened: 'a ouvert une demande',
  answered: 'a écrit de nouveau dans une demande',
  due: 'attend encore une première réponse à une demande',
}
const en: Record<Why, string> = {
  opened: 'has opened a ticket',
  answered: 'has replied in a ticket',
  due: 'is still waiting for a first answer to a ticket',
}

export const ticketToAnswer: MailTemplate<Params> = {
  fr: ({ name, organisation, number, subject, why, dueAt, url }) => ({
    subject: `${why === 'due' ? 'À répondre bientôt' : 'Assistance'} : ${number}, ${organisation}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${organisation} ${fr[why]} : ${subject}.`,
      ...(dueAt ? [`Première réponse promise avant le ${dueAt}.`] : []),
    ],
    action: { label: 'Ouvrir la demande', url },
  }),
  en: ({ name, organisation, number, subject, why, dueAt, url }) => ({
    subject: `${why === 'due' ? 'Answer due soon' : 'Support ticket'}: ${number}, ${organisation}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${organisation} ${en[why]}: ${subject}.`,
      ...(dueAt ? [`First answer due by ${dueAt}.`] : []),
    ],
    action: { label: 'View ticket', url },
  }),
}
