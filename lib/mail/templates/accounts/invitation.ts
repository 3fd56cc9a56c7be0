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
      `The link works once and until ${until}. It asks you to sign in, or to make an account.`,
      'If you did not expect this message, ignore it: nothing happens without you.',
    ],
    action: { label: 'See the invitation', url },
  }),
}
