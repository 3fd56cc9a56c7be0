import type { MailTemplate } from '../../frame'

export const organisationAsked: MailTemplate<{
  name: string
  organisation: string
  text: string
  url: string
}> = {
  fr: ({ name, organisation, text, url }) => ({
    subject: `Une précision sur ${organisation}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Pour accepter l’inscription de ${organisation}, il nous faut une précision :`,
      text,
      'Répondez depuis votre espace ; vous pouvez y corriger ce que vous avez déclaré.',
    ],
    action: { label: 'Répondre', url },
  }),
  en: ({ name, organisation, text, url }) => ({
    subject: `Question about ${organisation}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `To accept the registration of ${organisation}, we need one more answer:`,
      text,
      'Answer in the portal, where you can also correct your details.',
    ],
    action: { label: 'Answer', url },
  }),
}
