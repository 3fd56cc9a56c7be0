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
    subject: `Question about ${what}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `Before deciding on ${what}, our team has a question:`,
      text,
      'Answer on the page so that we can continue.',
    ],
    action: { label: 'Answer', url },
  }),
}
