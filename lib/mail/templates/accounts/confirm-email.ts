import type { MailTemplate } from '../../frame'

export const confirmEmail: MailTemplate<{ name: string; url: string }> = {
  fr: ({ name, url }) => ({
    subject: 'Confirmez votre adresse',
    greeting: `Bonjour ${name},`,
    paragraphs: ['Un compte Andromède a été créé avec cette adresse. Confirmez qu’elle est bien la vôtre.'],
    action: { label: 'Confirmer mon adresse', url },
    note: 'Ce lien sert une fois et reste valable 24 heures. Si vous n’avez rien demandé, ignorez ce message.',
  }),
  en: ({ name, url }) => ({
    subject: 'Confirm your email address',
    greeting: `Hello ${name},`,
    paragraphs: ['An Andromède account was created with this address. Confirm that it is yours.'],
    action: { label: 'Confirm my address', url },
    note: 'This link works once and expires after 24 hours. If you did not request it, ignore this message.',
  }),
}
