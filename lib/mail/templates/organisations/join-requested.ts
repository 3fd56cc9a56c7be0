import type { MailTemplate } from '../../frame'

export const joinRequested: MailTemplate<{ name: string; organisation: string; asker: string; url: string }> =
  {
    fr: ({ name, organisation, asker, url }) => ({
      subject: `${asker} demande à rejoindre ${organisation}`,
      greeting: `Bonjour ${name},`,
      paragraphs: [
        `${asker} demande à rejoindre ${organisation} sur Andromède. Vous décidez, et choisissez son rôle.`,
      ],
      action: { label: 'Voir la demande', url },
      note: 'Si vous ne connaissez pas cette personne, refusez.',
    }),
    en: ({ name, organisation, asker, url }) => ({
      subject: `${asker} requests to join ${organisation}`,
      greeting: `Hello ${name},`,
      paragraphs: [`${asker} requests to join ${organisation} on Andromède. You decide and choose the role.`],
      action: { label: 'View request', url },
      note: 'If you do not know this person, decline the request.',
    }),
  }
