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
    subject: `Registration of ${organisation} rejected`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The registration of ${organisation} was rejected. Reason:`,
      text,
      'If the reason can be corrected, you can register the organisation again: its identifier is available.',
    ],
    action: { label: 'View decision', url },
  }),
}
