import type { MailTemplate } from '../../frame'

export const resetPassword: MailTemplate<{ name: string; url: string }> = {
  fr: ({ name, url }) => ({
    subject: 'Choisissez un nouveau mot de passe',
    greeting: `Bonjour ${name},`,
    paragraphs: ['Vous avez demandé à choisir un nouveau mot de passe pour votre compte Andromède.'],
    action: { label: 'Choisir un mot de passe', url },
    note: 'Ce lien sert une fois et reste valable 30 minutes. Si vous n’avez rien demandé, ignorez ce message : votre mot de passe reste le même.',
  }),
  en: ({ name, url }) => ({
    subject: 'Choose a new password',
    greeting: `Hello ${name},`,
    paragraphs: ['You requested a new password for your Andromède account.'],
    action: { label: 'Choose a password', url },
    note: 'This link works once and expires after 30 minutes. If you did not request it, ignore this message: your password stays the same.',
  }),
}
