import type { MailTemplate } from '../../frame'

export const statusConfirm: MailTemplate<{ url: string }> = {
  fr: ({ url }) => ({
    subject: 'Confirmez votre abonnement à l’état des services',
    greeting: 'Bonjour,',
    paragraphs: [
      'Cette adresse a été donnée pour recevoir les nouvelles de l’état des services d’Andromède.',
    ],
    action: { label: 'Confirmer l’abonnement', url },
    note: 'Si vous n’avez rien demandé, ignorez ce message : l’adresse est effacée au bout de sept jours.',
  }),
  en: ({ url }) => ({
    subject: 'Confirm your subscription to the state of services',
    greeting: 'Hello,',
    paragraphs: ['This address was given to receive news of the state of Andromède’s services.'],
    action: { label: 'Confirm the subscription', url },
    note: 'If you did not ask for it, ignore this message: the address is forgotten after seven days.',
  }),
}
