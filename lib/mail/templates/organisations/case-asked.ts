import type { MailTemplate } from '../../frame'

type Params = { name: string; what: string; text: string; until: string; url: string }

export const caseAsked: MailTemplate<Params> = {
  fr: ({ name, what, text, url }) => ({
    subject: `Une précision est demandée : ${what}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Avant de décider au sujet de ${what}, notre équipe vous demande :`,
      text,
      'Rien n’avance sans votre réponse : donnez-la sur la page.',
    ],
    action: { label: 'Répondre', url },
  }),
  en: ({ name, what, text, url }) => ({
    subject: `A question about ${what}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `Before deciding about ${what}, our team asks you:`,
      text,
      'It waits for your answer: give it on the page.',
    ],
    action: { label: 'Answer', url },
  }),
}
