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
    subject: `Quota accepted: ${project}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `The quota you asked for the project ${project} (${organisation}) is in force.`,
      ...(text ? [text] : []),
    ],
    action: { label: 'See the project', url },
  }),
}
