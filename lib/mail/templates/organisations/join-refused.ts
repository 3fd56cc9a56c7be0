import type { MailTemplate } from '../../frame'

export const joinRefused: MailTemplate<{ name: string; organisation: string; url: string }> = {
  fr: ({ name, organisation, url }) => ({
    subject: `Votre demande pour rejoindre ${organisation} est refusée`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Un propriétaire de ${organisation} n’a pas accepté votre demande. Parlez-en avec lui s’il s’agit d’une erreur.`,
    ],
    action: { label: 'Voir mes organisations', url },
  }),
  en: ({ name, organisation, url }) => ({
    subject: `Request to join ${organisation} declined`,
    greeting: `Hello ${name},`,
    paragraphs: [`An owner of ${organisation} declined your request. Contact them if this is a mistake.`],
    action: { label: 'View my organisations', url },
  }),
}
