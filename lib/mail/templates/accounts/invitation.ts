import type { MailTemplate } from '../../frame'

type Params = { invitedBy: string; organisation: string; email: string; until: string; url: string }

export const invitation: MailTemplate<Params> = {
  fr: ({ invitedBy, organisation, email, until, url }) => ({
    subject: `${invitedBy} vous invite à rejoindre ${organisation}`,
    greeting: 'Bonjour,',
    paragraphs: [
      `${invitedBy} vous invite à rejoindre ${organisation} sur Andromède, avec l’adresse ${email}.`,
      `Le lien sert une fois et reste valable jusqu’au ${until}. Il vous demande de vous connecter, ou de créer un compte.`,
      'Si vous n’attendiez pas ce message, ignorez-le : rien ne se passe sans vous.',
    ],
    action: { label: 'Voir l’invitation', url },
  }),
  en: ({ invitedBy, organisation, email, until, url }) => ({
    subject: `${invitedBy} invites you to join ${organisation}`,
    greeting: 'Hello,',
    paragraphs: [
      `${invitedBy} invites you to join ${organisation} on Andromède, with the address ${email}.`,
      `The link works once and is valid until ${until}. Sign in or create an account to accept.`,
      'If you did not expect this invitation, ignore this message.',
    ],
    action: { label: 'View invitation', url },
  }),
}
