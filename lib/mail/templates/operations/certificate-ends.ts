import { formatDate } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

/** `balancers`: those that show it, or empty. */
type Params = { name: string; certificate: string; balancers: string; endsAt: string; url: string }

export const certificateEnds: MailTemplate<Params> = {
  fr: ({ name, certificate, balancers, endsAt, url }) => ({
    subject: `Le certificat ${certificate} expire le ${formatDate(new Date(endsAt), 'fr')}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      balancers === ''
        ? 'Aucun répartiteur de charge ne le présente aujourd’hui.'
        : `Répartiteurs de charge qui le présentent : ${balancers}. Après cette date, les navigateurs refusent la connexion.`,
      'Remplacez-le par son successeur : les répartiteurs le reprennent en quelques secondes, sans coupure.',
    ],
    action: { label: 'Voir les certificats', url },
  }),
  en: ({ name, certificate, balancers, endsAt, url }) => ({
    subject: `The certificate ${certificate} expires on ${formatDate(new Date(endsAt), 'en')}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      balancers === ''
        ? 'No load balancer shows it today.'
        : `Load balancers that show it: ${balancers}. After that day, browsers refuse to connect.`,
      'Replace it by its successor: load balancers take it over within seconds, without an interruption.',
    ],
    action: { label: 'See the certificates', url },
  }),
}
