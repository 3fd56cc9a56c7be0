import type { MailTemplate } from '../../frame'

export const quotaRefused: MailTemplate<{
  name: string
  organisation: string
  project: string
  text: string
  url: string
}> = {
  fr: ({ name, organisation, project, text, url }) => ({
    subject: `Quota refusé : ${project}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Le quota que vous avez demandé pour le projet ${project} (${organisation}) n’est pas accordé. Le quota en place ne change pas.`,
      text,
    ],
    action: { label: 'Voir le projet', url },
  }),
  en: ({ name, organisation, project, text, url }) => ({
    subject: `Quota rejected: ${project}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The quota you requested for project ${project} (${organisation}) was rejected. The current quota stays in place.`,
      text,
    ],
    action: { label: 'View project', url },
  }),
}
