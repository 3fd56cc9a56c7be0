import type { MailTemplate } from '../frame'

type Params = {
  name: string
  number: string
  failures: { name: string; text: string }[]
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
      ...failures.map((failure) => `${failure.name} : ${failure.text}`),
      'Ce qui avait été préparé pour ces ressources a été défait et rien n’en est facturé.',
      'La page de la commande propose de réessayer, ou une autre zone.',
    ],
    action: { label: 'Voir la commande', url },
  }),
  en: ({ name, number, failures, isPartial, url }) => ({
    subject: isPartial ? `Order ${number} delivered in part` : `Order ${number} did not succeed`,
    greeting: `Hello ${name},`,
    paragraphs: [
      isPartial
        ? `Part of your order ${number} could not be brought into service:`
        : `Your order ${number} could not be brought into service:`,
      ...failures.map((failure) => `${failure.name}: ${failure.text}`),
      'Whatever had been prepared for these resources was undone, and none of it is billed.',
      'The page of the order offers to try again, or another zone.',
    ],
    action: { label: 'View the order', url },
  }),
}
