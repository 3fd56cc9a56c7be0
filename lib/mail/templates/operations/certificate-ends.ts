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
    subject: `Certificate ${certificate} expires on ${formatDate(new Date(endsAt), 'en')}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      balancers === ''
        ? 'No load balancer uses it today.'
        : `Load balancers that use it: ${balancers}. After that day, browsers will not connect.`,
      isOrdered
        ? 'Its renewal is failing: see the reason on the Certificates page. We retry every day.'
        : 'Replace it with a new one: load balancers switch within seconds, without interruption.',
    ],
    action: { label: 'View certificates', url },
  }),
}
