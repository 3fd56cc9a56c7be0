import type { MailTemplate } from '../../frame'

export const secondFactorEnabled: MailTemplate<{ name: string; url: string }> = {
  fr: ({ name, url }) => ({
    subject: 'Double authentification activée',
    greeting: `Bonjour ${name},`,
    paragraphs: [
      'La double authentification de votre compte Andromède est active. Un code vous sera demandé à chaque connexion.',
      'Gardez vos codes de secours en lieu sûr : ils remplacent votre téléphone si vous le perdez.',
    ],
    action: { label: 'Voir la sécurité de mon compte', url },
  }),
  en: ({ name, url }) => ({
    subject: 'Two-factor authentication is on',
    greeting: `Hello ${name},`,
    paragraphs: [
      'Two-factor authentication is on for your Andromède account. You will enter a code each time you sign in.',
      'Keep your recovery codes somewhere safe: they replace your phone if you lose it.',
    ],
    action: { label: 'View account security', url },
  }),
}
