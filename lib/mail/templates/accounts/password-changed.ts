import type { MailTemplate } from '../../frame'

export const passwordChanged: MailTemplate<{ name: string; url: string }> = {
  fr: ({ name, url }) => ({
    subject: 'Votre mot de passe a été changé',
    greeting: `Bonjour ${name},`,
    paragraphs: [
      'Le mot de passe de votre compte Andromède vient d’être changé. Vos autres sessions ont pris fin.',
      'Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe.',
    ],
    action: { label: 'Ce n’est pas moi', url },
  }),
  en: ({ name, url }) => ({
    subject: 'Your password was changed',
    greeting: `Hello ${name},`,
    paragraphs: [
      'The password of your Andromède account has just been changed. Your other sessions have ended.',
      'If this was not you, choose a new password now.',
    ],
    action: { label: 'This was not me', url },
  }),
}
