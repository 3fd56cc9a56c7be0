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
    subject: `Quota request waiting: ${organisation}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${organisation} has requested a quota change for project ${project}. The rule does not accept it automatically.`,
    ],
    action: { label: 'View queue', url },
  }),
}
