import type { MailTemplate } from '../../frame'

type Params = { name: string; endpoint: string; because: 'gone' | 'failing'; url: string }

export const webhookDisabled: MailTemplate<Params> = {
  fr: ({ name, endpoint, because, url }) => ({
    subject: 'Un de vos webhooks est désactivé',
    greeting: `Bonjour ${name},`,
    paragraphs: [
      because === 'gone'
        ? `L’adresse ${endpoint} a répondu qu’elle n’existe plus (410) : nous ne lui envoyons plus rien.`
        : `L’adresse ${endpoint} n’a accepté aucun message depuis trois jours : nous ne lui envoyons plus rien.`,
      'Réactivez-la quand elle répond de nouveau. Ce qui attendait part alors ; les événements survenus entre-temps ne sont pas envoyés.',
    ],
    action: { label: 'Voir les webhooks', url },
  }),
  en: ({ name, endpoint, because, url }) => ({
    subject: 'One of your webhooks is disabled',
    greeting: `Hello ${name},`,
    paragraphs: [
      because === 'gone'
        ? `${endpoint} answered 410 Gone. We no longer send messages to it.`
        : `All deliveries to ${endpoint} have failed for three days. We no longer send messages to it.`,
      'Enable it once it answers. Pending messages are then sent; events that happened in between are not.',
    ],
    action: { label: 'View webhooks', url },
  }),
}
