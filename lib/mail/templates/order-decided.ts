import type { MailTemplate } from '../frame'

type End = 'released' | 'refused' | 'expired' | 'withdrawn'
type Params = { name: string; number: string; end: End; reason: string; url: string }

const fr: Record<End, { subject: string; text: string }> = {
  released: { subject: 'approuvée', text: 'est approuvée : sa mise en service commence.' },
  refused: {
    subject: 'refusée',
    text: 'a été refusée. La capacité gardée a été rendue, rien n’est facturé.',
  },
  expired: {
    subject: 'expirée',
    text: 'a expiré : personne n’a décidé à temps. La capacité gardée a été rendue, rien n’est facturé.',
  },
  withdrawn: {
    subject: 'retirée',
    text: 'a été retirée. La capacité gardée a été rendue, rien n’est facturé.',
  },
}
const en: Record<End, { subject: string; text: string }> = {
  released: { subject: 'approved', text: 'is approved: it is being brought into service.' },
  refused: { subject: 'refused', text: 'was refused. The capacity held was given back, nothing is billed.' },
  expired: {
    subject: 'expired',
    text: 'has expired: nobody decided in time. The capacity held was given back, nothing is billed.',
  },
  withdrawn: {
    subject: 'withdrawn',
    text: 'was withdrawn. The capacity held was given back, nothing is billed.',
  },
}

export const orderDecided: MailTemplate<Params> = {
  fr: ({ name, number, end, reason, url }) => ({
    subject: `Commande ${number} ${fr[end].subject}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [`Votre commande ${number} ${fr[end].text}`, ...(reason ? [`Motif : ${reason}`] : [])],
    action: { label: 'Voir la commande', url },
  }),
  en: ({ name, number, end, reason, url }) => ({
    subject: `Order ${number} ${en[end].subject}`,
    greeting: `Hello ${name},`,
    paragraphs: [`Your order ${number} ${en[end].text}`, ...(reason ? [`Reason: ${reason}`] : [])],
    action: { label: 'View the order', url },
  }),
}
