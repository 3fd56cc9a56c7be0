import type { MailTemplate } from '../../frame'

export const quotaAccepted: MailTemplate<{
  name: string
  organisation: string
  project: string
  text: string
  url: string
}> = {
  fr: ({ name, organisation, project, text, url }) => ({
    subject: `Quota accepté : ${project}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Le quota que vous avez demandé pour le projet ${project} (${organisation}) est en vigueur.`,
      ...(text ? [text] : []),
    ],
    action: { label: 'Voir le projet', url },
  }),
  en: ({ name, organisation, project, text, url }) => ({
    subject: `Quota approved: ${project}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The quota you requested for project ${project} (${organisation}) is now active.`,
      ...(text ? [text] : []),
    ],
    action: { label: 'View project', url },
  }),
}
