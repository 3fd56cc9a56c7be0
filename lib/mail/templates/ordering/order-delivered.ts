import type { MailTemplate } from '../../frame'

export const orderDelivered: MailTemplate<{ name: string; number: string; names: string[]; url: string }> = {
  fr: ({ name, number, names, url }) => ({
    subject: `Commande ${number} livrée`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Votre commande ${number} est en service : ${names.join(', ')}.`,
      'La page de la commande indique comment vous connecter et où se trouve le matériel.',
    ],
    action: { label: 'Voir la commande', url },
    note: 'La facturation a commencé quand chaque ressource a été prête.',
  }),
  en: ({ name, number, names, url }) => ({
    subject: `Order ${number} delivered`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `Your order ${number} is in service: ${names.join(', ')}.`,
      'The page of the order says how to connect and where the hardware stands.',
    ],
    action: { label: 'View the order', url },
    note: 'Billing began when each resource was ready.',
  }),
}
