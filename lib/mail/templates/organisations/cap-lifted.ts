import type { MailTemplate } from '../../frame'

export const capLifted: MailTemplate<{ name: string; organisation: string; text: string; url: string }> = {
  fr: ({ name, organisation, text, url }) => ({
    subject: `Plafond levé pour ${organisation}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Le plafond mensuel de nouveau client de ${organisation} est levé. Vos quotas restent les mêmes.`,
      text,
    ],
    action: { label: 'Voir mes réglages', url },
  }),
  en: ({ name, organisation, text, url }) => ({
    subject: `Cap lifted for ${organisation}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The monthly new-customer cap of ${organisation} is lifted. Your quotas stay the same.`,
      text,
    ],
    action: { label: 'View settings', url },
  }),
}
