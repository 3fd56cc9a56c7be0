import type { MailTemplate } from '../../frame'

type End = 'released' | 'refused' | 'expired' | 'withdrawn' | 'impossible' | 'postponed' | 'lapsed'
type Params = { name: string; number: string; end: End; reason: string; isChange: boolean; url: string }

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
  impossible: {
    subject: 'approuvée, mais impossible',
    text: 'est approuvée, mais ce qui était demandé n’est plus possible : rien n’est changé. La page indique pourquoi.',
  },
  postponed: {
    subject: 'approuvée, en attente',
    text: 'est approuvée, mais un obstacle passager la retarde. Elle garde ses approbations et sera mise en service dès que possible. La page indique ce qui manque.',
  },
  lapsed: {
    subject: 'expirée',
    text: 'était approuvée, mais un obstacle l’a retardée jusqu’à son expiration. La capacité gardée a été rendue, rien n’est facturé.',
  },
}
const frChange: Record<End, string> = {
  released: 'est approuvé : il est en cours.',
  refused: 'a été refusé. Rien n’est changé.',
  expired: 'a expiré : personne n’a décidé à temps. Rien n’est changé.',
  withdrawn: 'a été retiré. Rien n’est changé.',
  impossible: 'est approuvé, mais n’est plus possible : rien n’est changé. La page indique pourquoi.',
  postponed:
    'est approuvé, mais un obstacle passager le retarde. Il garde ses approbations et sera fait dès que possible. La page indique ce qui manque.',
  lapsed: 'était approuvé, mais un obstacle l’a retardé jusqu’à son expiration. Rien n’est changé.',
}
const en: Record<End, { subject: string; text: string }> = {
  released: { subject: 'approved', text: 'is approved and being set up.' },
  refused: {
    subject: 'rejected',
    text: 'was rejected. The held capacity was released, and nothing is billed.',
  },
  expired: {
    subject: 'expired',
    text: 'has expired: no decision was made in time. The held capacity was released, and nothing is billed.',
  },
  withdrawn: {
    subject: 'withdrawn',
    text: 'was withdrawn. The held capacity was released, and nothing is billed.',
  },
  impossible: {
    subject: 'approved, but no longer possible',
    text: 'is approved, but is no longer possible. Nothing is changed. See the reason on its page.',
  },
  postponed: {
    subject: 'approved, waiting',
    text: 'is approved, but delayed by a temporary obstacle. It keeps its approvals and will be carried out as soon as possible. See the obstacle on its page.',
  },
  lapsed: {
    subject: 'expired',
    text: 'was approved, but an obstacle delayed it until it expired. The held capacity was released, and nothing is billed.',
  },
}
const enChange: Record<End, string> = {
  released: 'is approved and in progress.',
  refused: 'was rejected. Nothing is changed.',
  expired: 'has expired: no decision was made in time. Nothing is changed.',
  withdrawn: 'was withdrawn. Nothing is changed.',
  impossible: 'is approved, but is no longer possible. Nothing is changed. See the reason on its page.',
  postponed:
    'is approved, but delayed by a temporary obstacle. It keeps its approvals and will be carried out as soon as possible. See the obstacle on its page.',
  lapsed: 'was approved, but an obstacle delayed it until it expired. Nothing is changed.',
}

export const orderDecided: MailTemplate<Params> = {
  fr: ({ name, number, end, reason, isChange, url }) => ({
    subject: `Commande ${number} ${fr[end].subject}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      isChange
        ? `Le changement demandé (${number}) ${frChange[end]}`
        : `Votre commande ${number} ${fr[end].text}`,
      ...(reason ? [`Motif : ${reason}`] : []),
    ],
    action: { label: 'Voir la commande', url },
  }),
  en: ({ name, number, end, reason, isChange, url }) => ({
    subject: `Order ${number} ${en[end].subject}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      isChange
        ? `The change you requested (${number}) ${enChange[end]}`
        : `Your order ${number} ${en[end].text}`,
      ...(reason ? [`Reason: ${reason}`] : []),
    ],
    action: { label: 'View order', url },
  }),
}
