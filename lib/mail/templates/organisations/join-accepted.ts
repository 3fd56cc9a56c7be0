import type { MailTemplate } from '../../frame'

export const joinAccepted: MailTemplate<{ name: string; organisation: string; url: string }> = {
  fr: ({ name, organisation, url }) => ({
    subject: `Vous êtes membre de ${organisation}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [`Votre demande est acceptée : vous êtes membre de ${organisation}.`],
    action: { label: 'Ouvrir l’espace', url },
  }),
  en: ({ name, organisation, url }) => ({
    subject: `You are now a member of ${organisation}`,
    greeting: `Hello ${name},`,
    paragraphs: [`Your request was accepted: you are now a member of ${organisation}.`],
    action: { label: 'Open the portal', url },
  }),
}
