import type { MailTemplate } from '../../frame'

type Params = {
  name: string
  number: string
  /** Names of the failed resources; the order's page explains why. */
  failures: string[]
  isPartial: boolean
  url: string
}

export const orderFailed: MailTemplate<Params> = {
  fr: ({ name, number, failures, isPartial, url }) => ({
    subject: isPartial ? `Commande ${number} livrée en partie` : `La commande ${number} n’a pas abouti`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      isPartial
        ? `Une partie de votre commande ${number} n’a pas pu être mise en service :`
        : `Votre commande ${number} n’a pas pu être mise en service :`,
      failures.join(', '),
      'Ce qui avait été préparé pour ces ressources a été défait et rien n’en est facturé.',
      'La page de la commande en donne la cause et propose de réessayer, ou une autre zone.',
    ],
    action: { label: 'Voir la commande', url },
  }),
  en: ({ name, number, failures, isPartial, url }) => ({
    subject: isPartial ? `Order ${number} partly delivered` : `Order ${number} failed`,
    greeting: `Hello ${name},`,
    paragraphs: [
      isPartial ? `Part of your order ${number} failed:` : `Your order ${number} failed:`,
      failures.join(', '),
      'These resources were rolled back and are not billed.',
      'See the reason on the order’s page, where you can retry or choose another zone.',
    ],
    action: { label: 'View order', url },
  }),
}
