import type { MailTemplate } from '../../frame'

export const organisationAccepted: MailTemplate<{ name: string; organisation: string; url: string }> = {
  fr: ({ name, organisation, url }) => ({
    subject: `${organisation} peut commander`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `L’inscription de ${organisation} est acceptée. Vous pouvez commander dès maintenant.`,
      'Tant que vous êtes nouveau client, un plafond mensuel s’applique ; il figure dans vos réglages.',
    ],
    action: { label: 'Ouvrir mon espace', url },
  }),
  en: ({ name, organisation, url }) => ({
    subject: `${organisation} can order`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The registration of ${organisation} is accepted. You can order from now on.`,
      'As a new customer you have a monthly cap, shown in your settings.',
    ],
    action: { label: 'Open the portal', url },
  }),
}
