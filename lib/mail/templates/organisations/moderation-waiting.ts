import type { MailTemplate } from '../../frame'

export const moderationWaiting: MailTemplate<{ name: string; organisation: string; url: string }> = {
  fr: ({ name, organisation, url }) => ({
    subject: `À modérer : ${organisation}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [`L’organisation ${organisation} attend une décision.`],
    action: { label: 'Ouvrir la file', url },
  }),
  en: ({ name, organisation, url }) => ({
    subject: `To moderate: ${organisation}`,
    greeting: `Hello ${name},`,
    paragraphs: [`The organisation ${organisation} is waiting for a decision.`],
    action: { label: 'Open the queue', url },
  }),
}
