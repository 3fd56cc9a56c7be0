import { formatMoney } from '~/lib/kernel/format'
import type { MailTemplate } from '../frame'

type Params = {
  name: string
  number: string
  placedBy: string
  monthlyCents: string
  isAgain: boolean
  url: string
}

export const orderToApprove: MailTemplate<Params> = {
  fr: ({ name, number, placedBy, monthlyCents, isAgain, url }) => ({
    subject: isAgain
      ? `La commande ${number} attend toujours votre décision`
      : `Commande ${number} à approuver`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${placedBy} a passé la commande ${number}, de ${formatMoney(BigInt(monthlyCents), 'fr')} HT par mois. Les règles de votre organisation demandent qu’une autre personne l’approuve.`,
      'La capacité est gardée en attendant. Sans décision dans les cinq jours, la commande expire.',
      'La page montre exactement ce qui serait commandé. Il faut s’y connecter.',
    ],
    action: { label: 'Voir et décider', url },
  }),
  en: ({ name, number, placedBy, monthlyCents, isAgain, url }) => ({
    subject: isAgain ? `Order ${number} still awaits your decision` : `Order ${number} to approve`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${placedBy} has placed order ${number}, of ${formatMoney(BigInt(monthlyCents), 'en')} a month excl. VAT. The rules of your organisation ask for somebody else to approve it.`,
      'Capacity is held meanwhile. Without a decision within five days, the order expires.',
      'The page shows exactly what would be ordered. It asks to sign in.',
    ],
    action: { label: 'See and decide', url },
  }),
}
