import type { MailTemplate } from '../../frame'

export const moderationWaiting: MailTemplate<{ name: string; organisation: string; url: string }> = {
  fr: ({ name, organisation, url }) => ({
    subject: `À modérer : ${organisation}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [`L’organisation ${organisation} attend une décision.`],
    action: { label: 'Ouvrir la file', url },
  }),
  en: ({ name, organisation, url }) => ({
    subject: `Waiting for moderation: ${organisation}`,
    greeting: `Hello ${name},`,
    paragraphs: [`${organisation} is waiting for a decision.`],
    action: { label: 'View queue', url },
  }),
}
