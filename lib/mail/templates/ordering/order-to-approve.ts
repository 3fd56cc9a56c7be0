import { formatMoney } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

type Params = {
  name: string
  number: string
  placedBy: string
  monthlyCents: string
  isAgain: boolean
  /** A change of an existing resource: it reserves no capacity. */
  isChange: boolean
  url: string
}

export const orderToApprove: MailTemplate<Params> = {
  fr: ({ name, number, placedBy, monthlyCents, isAgain, isChange, url }) => ({
    subject: isAgain
      ? `La commande ${number} attend toujours votre décision`
      : `Commande ${number} à approuver`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${placedBy} ${isChange ? 'a demandé un changement qui coûte davantage, sous le numéro' : 'a passé la commande'} ${number}, de ${formatMoney(BigInt(monthlyCents), 'fr')} HT par mois. Les règles de votre organisation demandent qu’une autre personne l’approuve.`,
      isChange
        ? 'La capacité n’est pas gardée : elle est vérifiée de nouveau au moment du changement. Sans décision dans les cinq jours, la demande expire.'
        : 'La capacité est gardée en attendant. Sans décision dans les cinq jours, la commande expire.',
      'La page montre exactement ce qui serait commandé. Il faut s’y connecter.',
    ],
    action: { label: 'Voir et décider', url },
  }),
  en: ({ name, number, placedBy, monthlyCents, isAgain, isChange, url }) => ({
    subject: isAgain ? `Order ${number} is still waiting for your decision` : `Order ${number} to approve`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${placedBy} ${isChange ? 'requests a change that costs more, number' : 'has placed order'} ${number}, of ${formatMoney(BigInt(monthlyCents), 'en')} per month excl. VAT. Your organisation’s approval rules require another person to approve it.`,
      isChange
        ? 'No capacity is held: it is checked again when the change is made. Without a decision within five days, the request expires.'
        : 'Capacity is held until then. Without a decision within five days, the order expires.',
      'Sign in to see exactly what would be ordered.',
    ],
    action: { label: 'Review and decide', url },
  }),
}
