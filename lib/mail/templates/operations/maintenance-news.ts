import { formatDateTime } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

type Params = {
  name: string
  kind: 'announced' | 'changed' | 'cancelled'
  title: { fr: string; en: string }
  text: { fr: string; en: string }
  startsAt: Date
  until: Date
  /** The customer's own resources that may be affected. */
  resources: readonly string[]
  url: string
}

const kindsFr = {
  announced: 'Maintenance prévue',
  changed: 'Maintenance modifiée',
  cancelled: 'Maintenance annulée',
}
const kindsEn = {
  announced: 'Maintenance planned',
  changed: 'Maintenance changed',
  cancelled: 'Maintenance cancelled',
}

export const maintenanceNews: MailTemplate<Params> = {
  fr: ({ name, kind, title, text, startsAt, until, resources, url }) => ({
    subject: `${kindsFr[kind]} : ${title.fr}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      kind === 'cancelled'
        ? `La maintenance « ${title.fr} », prévue du ${formatDateTime(startsAt, 'fr')} au ${formatDateTime(until, 'fr')}, n’aura pas lieu.`
        : `${title.fr}, du ${formatDateTime(startsAt, 'fr')} au ${formatDateTime(until, 'fr')}.`,
      ...(kind === 'cancelled' ? [] : [text.fr]),
      `Vos ressources concernées : ${resources.join(', ')}.`,
    ],
    action: { label: 'Voir la maintenance', url },
  }),
  en: ({ name, kind, title, text, startsAt, until, resources, url }) => ({
    subject: `${kindsEn[kind]}: ${title.en}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      kind === 'cancelled'
        ? `The maintenance “${title.en}”, planned from ${formatDateTime(startsAt, 'en')} to ${formatDateTime(until, 'en')}, will not take place.`
        : `${title.en}, from ${formatDateTime(startsAt, 'en')} to ${formatDateTime(until, 'en')}.`,
      ...(kind === 'cancelled' ? [] : [text.en]),
      `Your affected resources: ${resources.join(', ')}.`,
    ],
    action: { label: 'View maintenance', url },
  }),
}
