import { formatDate, formatMoney } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

type Params = {
  name: string
  resource: string
  endsAt: string
  renewal: 'renew' | 'hourly'
  committedCents: string
  hourlyCents: string
  url: string
}

export const commitmentEnds: MailTemplate<Params> = {
  fr: ({ name, resource, endsAt, renewal, committedCents, hourlyCents, url }) => ({
    subject: `La durée d’engagement de ${resource} se termine le ${formatDate(new Date(endsAt), 'fr')}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      renewal === 'renew'
        ? `Ce jour-là, ${resource} est engagé de nouveau pour la même durée, avec la réduction alors en vigueur. Aujourd’hui : ${formatMoney(BigInt(committedCents), 'fr')} HT par mois.`
        : `Ce jour-là, ${resource} passe à l’heure : ${formatMoney(BigInt(hourlyCents), 'fr')} HT par mois au lieu de ${formatMoney(BigInt(committedCents), 'fr')}.`,
      'Rien ne s’arrête. Jusqu’à cette date, la suite se choisit sur sa page.',
    ],
    action: { label: 'Choisir la suite', url },
  }),
  en: ({ name, resource, endsAt, renewal, committedCents, hourlyCents, url }) => ({
    subject: `The commitment of ${resource} ends on ${formatDate(new Date(endsAt), 'en')}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      renewal === 'renew'
        ? `On that day, the commitment of ${resource} is renewed for the same term, at the discount then in force. Today: ${formatMoney(BigInt(committedCents), 'en')} per month, excl. VAT.`
        : `On that day, ${resource} switches to hourly: ${formatMoney(BigInt(hourlyCents), 'en')} per month, excl. VAT, instead of ${formatMoney(BigInt(committedCents), 'en')}.`,
      'The resource keeps running. Until then, you can change this on its page.',
    ],
    action: { label: 'Change renewal', url },
  }),
}
