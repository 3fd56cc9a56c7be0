import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

type Kind = 'instance' | 'volume' | 'backup' | 'image'
type Params = {
  name: string
  /** Each is billed until `lostAt`. */
  resources: { kind: Kind; name: string; lostAt: Date }[]
  /** Whether the rows are older than the failure; otherwise the objects disappeared in normal operation. */
  isAfterRestore: boolean
  url: string
}

const words: Record<Locale, Record<Kind, string>> = {
  fr: { instance: 'serveur', volume: 'volume', backup: 'sauvegarde', image: 'image' },
  en: { instance: 'server', volume: 'volume', backup: 'backup', image: 'image' },
}

function list(resources: Params['resources'], locale: Locale): string {
  const line = ({ kind, name, lostAt }: Params['resources'][number]) =>
    `${words[locale][kind]} ${name} (${formatDateTime(lostAt, locale)})`
  return resources.map(line).join(locale === 'fr' ? '\u00a0; ' : '; ')
}

export const resourcesLost: MailTemplate<Params> = {
  fr: ({ name, resources, isAfterRestore, url }) => ({
    subject: 'Des ressources n’existent plus',
    greeting: `Bonjour ${name},`,
    paragraphs: [
      isAfterRestore
        ? `Nous avons restauré nos registres après une panne. Ces ressources y figurent, et nos hyperviseurs ne les ont plus\u00a0: ${list(resources, 'fr')}. Vous les avez peut-être supprimées vous-même peu avant la panne.`
        : `Ces ressources figurent dans nos registres, et nos hyperviseurs ne les ont plus\u00a0: ${list(resources, 'fr')}. Nous n’avons pas pu les retrouver.`,
      'Elles sont retirées de votre compte et ne sont plus facturées depuis l’instant indiqué. Leur place, leur quota et leurs adresses privées sont libres\u00a0; les adresses publiques restent les vôtres.',
      'Si vous ne les aviez pas supprimées, écrivez à l’assistance\u00a0: nous chercherons avec vous ce qui peut être rétabli.',
    ],
    action: { label: 'Voir vos ressources', url },
  }),
  en: ({ name, resources, isAfterRestore, url }) => ({
    subject: 'Some resources no longer exist',
    greeting: `Hello ${name},`,
    paragraphs: [
      isAfterRestore
        ? `We restored our records after a failure. These resources are in our records but no longer on our hypervisors: ${list(resources, 'en')}. You may have deleted them yourself shortly before the failure.`
        : `These resources are in our records but no longer on our hypervisors: ${list(resources, 'en')}. We could not find them.`,
      'They are removed from your account and not billed from the time shown. Their quota and private addresses are free again; public addresses remain yours.',
      'If you did not delete them, contact support: we will work with you on what can be restored.',
    ],
    action: { label: 'View your resources', url },
  }),
}
