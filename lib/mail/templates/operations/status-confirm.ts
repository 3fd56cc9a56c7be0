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
    subject: 'Confirm your subscription to service status',
    greeting: 'Hello,',
    paragraphs: ['We received a request to send Andromède service status updates to this address.'],
    action: { label: 'Confirm subscription', url },
    note: 'If you did not request this, ignore this message: the address is removed after seven days.',
  }),
}
