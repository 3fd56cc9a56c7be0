import type { MailTemplate } from '../../frame'

type Params = { name: string; what: string; text: string; until: string; url: string }

export const caseHeld: MailTemplate<Params> = {
  fr: ({ name, what, text, until, url }) => ({
    subject: `Il nous faut plus de temps : ${what}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Notre équipe a besoin de plus de temps au sujet de ${what}, jusqu’au ${until} au plus tard :`,
      text,
    ],
    action: { label: 'Voir où cela en est', url },
  }),
  en: ({ name, what, text, until, url }) => ({
    subject: `We need more time: ${what}`,
    greeting: `Hello ${name},`,
    paragraphs: [`Our team needs more time for ${what}, until ${until} at the latest:`, text],
    action: { label: 'View progress', url },
  }),
}
