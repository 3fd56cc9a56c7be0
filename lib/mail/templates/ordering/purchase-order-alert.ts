import { formatMoney } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

type Params = {
  name: string
  number: string
  percent: number
  usedCents: string
  ceilingCents: string
  url: string
}

export const purchaseOrderAlert: MailTemplate<Params> = {
  fr: ({ name, number, percent, usedCents, ceilingCents, url }) => ({
    subject: `Bon de commande ${number} consommé à ${percent} %`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Le bon de commande ${number} est consommé à ${percent} % : ${formatMoney(BigInt(usedCents), 'fr')} HT sur ${formatMoney(BigInt(ceilingCents), 'fr')}.`,
      'Une commande qui le dépasserait attend un avenant, comme l’indique sa page. Ce qui est en service y reste.',
    ],
    action: { label: 'Voir le bon de commande', url },
  }),
  en: ({ name, number, percent, usedCents, ceilingCents, url }) => ({
    subject: `${percent}% of purchase order ${number} is used`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${percent}% of purchase order ${number} is used: ${formatMoney(BigInt(usedCents), 'en')} of ${formatMoney(BigInt(ceilingCents), 'en')}, excl. VAT.`,
      'An order that would exceed it waits for an amendment. Existing resources are not affected.',
    ],
    action: { label: 'View purchase order', url },
  }),
}
