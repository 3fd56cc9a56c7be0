import type { MailTemplate } from '../../frame'

export const alreadyRegistered: MailTemplate<{ signInUrl: string }> = {
  fr: ({ signInUrl: url }) => ({
    subject: 'Vous avez déjà un compte',
    greeting: 'Bonjour,',
    paragraphs: [
      'Quelqu’un, sans doute vous, vient de s’inscrire sur Andromède avec cette adresse. Elle a déjà un compte : rien n’a été créé.',
      'Connectez-vous pour inscrire une autre organisation ou demander à en rejoindre une.',
    ],
    action: { label: 'Me connecter', url },
    note: 'Si vous avez oublié votre mot de passe, la page de connexion permet d’en choisir un autre. Si vous n’avez rien demandé, ignorez ce message.',
  }),
  en: ({ signInUrl: url }) => ({
    subject: 'You already have an account',
    greeting: 'Hello,',
    paragraphs: [
      'Someone, most likely you, has just signed up to Andromède with this address. It already has an account, so nothing was created.',
      'Sign in to register another organisation or to request to join one.',
    ],
    action: { label: 'Sign in', url },
    note: 'If you forgot your password, you can reset it on the sign-in page. If you did not request this, ignore this message.',
  }),
}
