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
      'See the order’s page for how to connect and where the hardware is.',
    ],
    action: { label: 'View order', url },
    note: 'Billing started when each resource was ready.',
  }),
}
