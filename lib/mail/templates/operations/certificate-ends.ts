import { formatDate } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

/** `balancers`: those that show it, or empty. `isOrdered`: it is renewed by itself, which fails. */
type Params = {
  name: string
  certificate: string
  balancers: string
  isOrdered: boolean
  endsAt: string
  url: string
}

export const certificateEnds: MailTemplate<Params> = {
  fr: ({ name, certificate, balancers, isOrdered, endsAt, url }) => ({
    subject: `Le certificat ${certificate} expire le ${formatDate(new Date(endsAt), 'fr')}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      balancers === ''
        ? 'Aucun répartiteur de charge ne le présente aujourd’hui.'
        : `Répartiteurs de charge qui le présentent : ${balancers}. Après cette date, les navigateurs refusent la connexion.`,
      isOrdered
        ? 'Son renouvellement échoue : la page des certificats en donne la raison. Nous réessayons chaque jour.'
        : 'Remplacez-le par son successeur : les répartiteurs le reprennent en quelques secondes, sans coupure.',
    ],
    action: { label: 'Voir les certificats', url },
  }),
  en: ({ name, certificate, balancers, isOrdered, endsAt, url }) => ({
    subject: `The certificate ${certificate} expires on ${formatDate(new Date(endsAt), 'en')}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      balancers === ''
        ? 'No load balancer shows it today.'
        : `Load balancers that show it: ${balancers}. After that day, browsers refuse to connect.`,
      isOrdered
        ? 'Its renewal fails: the page of certificates gives the reason. We try again every day.'
        : 'Replace it by its successor: load balancers take it over within seconds, without an interruption.',
    ],
    action: { label: 'See the certificates', url },
  }),
}
