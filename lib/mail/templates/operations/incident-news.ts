import { formatDateTime } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

type Params = {
  name: string
  kind: 'opened' | 'updated' | 'resolved'
  title: { fr: string; en: string }
  text: { fr: string; en: string }
  startedAt: Date
  /** The customer's own affected resources. */
  resources: readonly string[]
  url: string
}

const kindsFr = { opened: 'Incident en cours', updated: 'Incident, du nouveau', resolved: 'Incident résolu' }
const kindsEn = { opened: 'Incident in progress', updated: 'Incident update', resolved: 'Incident resolved' }

export const incidentNews: MailTemplate<Params> = {
  fr: ({ name, kind, title, text, startedAt, resources, url }) => ({
    subject: `${kindsFr[kind]} : ${title.fr}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${title.fr}, depuis le ${formatDateTime(startedAt, 'fr')}.`,
      text.fr,
      `Vos ressources touchées : ${resources.join(', ')}.`,
    ],
    action: { label: 'Suivre l’incident', url },
  }),
  en: ({ name, kind, title, text, startedAt, resources, url }) => ({
    subject: `${kindsEn[kind]}: ${title.en}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${title.en}, since ${formatDateTime(startedAt, 'en')}.`,
      text.en,
      `Your affected resources: ${resources.join(', ')}.`,
    ],
    action: { label: 'View incident', url },
  }),
}
