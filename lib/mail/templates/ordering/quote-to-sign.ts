import { formatMoney } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

type Params = {
  name: string
  number: string
  version: number
  madeBy: string
  monthlyCents: string
  url: string
}

export const quoteToSign: MailTemplate<Params> = {
  fr: ({ name, number, version, madeBy, monthlyCents, url }) => ({
    subject: `Devis ${number} à signer`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${madeBy} a demandé le devis ${number}, version ${version}, de ${formatMoney(BigInt(monthlyCents), 'fr')} HT par mois.`,
      'Signé, il devient la commande à ces prix. La capacité est réservée tant qu’il est valable.',
      'La page montre le document à signer. Il faut s’y connecter.',
    ],
    action: { label: 'Voir et signer', url },
  }),
  en: ({ name, number, version, madeBy, monthlyCents, url }) => ({
    subject: `Quote ${number} to sign`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${madeBy} has created quote ${number}, version ${version}, for ${formatMoney(BigInt(monthlyCents), 'en')} per month excl. VAT.`,
      'Once signed, it becomes the order at these prices. Capacity is held while it is valid.',
      'Sign in to see the document.',
    ],
    action: { label: 'Review and sign', url },
  }),
}
