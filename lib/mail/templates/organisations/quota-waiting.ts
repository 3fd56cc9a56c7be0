import type { MailTemplate } from '../../frame'

export const quotaWaiting: MailTemplate<{
  name: string
  organisation: string
  project: string
  url: string
}> = {
  fr: ({ name, organisation, project, url }) => ({
    subject: `Quota à décider : ${organisation}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${organisation} demande un autre quota pour le projet ${project}. La règle ne l’accepte pas automatiquement.`,
    ],
    action: { label: 'Ouvrir la file', url },
  }),
  en: ({ name, organisation, project, url }) => ({
    subject: `Quota to decide: ${organisation}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${organisation} asks for another quota for the project ${project}. The rule does not accept it by itself.`,
    ],
    action: { label: 'Open the queue', url },
  }),
}
