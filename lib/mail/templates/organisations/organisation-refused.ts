import type { MailTemplate } from '../../frame'

export const organisationRefused: MailTemplate<{
  name: string
  organisation: string
  text: string
  url: string
}> = {
  fr: ({ name, organisation, text, url }) => ({
    subject: `Inscription de ${organisation} refusée`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `L’inscription de ${organisation} n’a pas été acceptée. Motif :`,
      text,
      'Si ce motif peut être levé, vous pouvez inscrire de nouveau l’organisation : son identifiant est libre.',
    ],
    action: { label: 'Voir la décision', url },
  }),
  en: ({ name, organisation, text, url }) => ({
    subject: `Registration of ${organisation} refused`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The registration of ${organisation} was not accepted. Reason:`,
      text,
      'If the reason can be put right, you may register the organisation again: its identifier is free.',
    ],
    action: { label: 'See the decision', url },
  }),
}
