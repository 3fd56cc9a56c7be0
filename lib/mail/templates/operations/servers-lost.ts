import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

type Params = {
  /** Lost with their host; started again elsewhere; or that start failed. */
  kind: 'lost' | 'recovered' | 'not_recovered'
  name: string
  /** `copyAt`: the oldest part of what would come back; null where nothing comes back, and unless `lost`. */
  servers: { name: string; copyAt: Date | null }[]
  url: string
}

function pick<T>(kind: Params['kind'], lost: T, recovered: T, notRecovered: T): T {
  if (kind === 'lost') return lost
  return kind === 'recovered' ? recovered : notRecovered
}

const names = (servers: Params['servers']) => servers.map(({ name }) => name).join(', ')

function copies(servers: Params['servers'], locale: Locale, none: string): string {
  const line = ({ name, copyAt }: Params['servers'][number]) =>
    `${name}${locale === 'fr' ? '\u00a0: ' : ': '}${copyAt ? formatDateTime(copyAt, locale) : none}`
  return servers.map(line).join(locale === 'fr' ? '\u00a0; ' : '; ')
}

export const serversLost: MailTemplate<Params> = {
  fr: ({ kind, name, servers, url }) => ({
    subject: pick(
      kind,
      'Serveurs perdus avec leur machine',
      'Vos serveurs ont redémarré ailleurs',
      'Des serveurs n’ont pas pu redémarrer',
    ),
    greeting: `Bonjour ${name},`,
    paragraphs: pick(
      kind,
      [
        `La machine qui portait ces serveurs est définitivement hors service : ${names(servers)}.`,
        `Dernière copie de chacun — ${copies(servers, 'fr', 'aucune copie complète')}.`,
        'Nous redémarrons sur une autre machine les serveurs qui ont une copie, avec leur nom, leur taille, leurs clés et leurs adresses. Ce qui a été écrit depuis la copie est perdu. Rien n’est facturé entre la panne et le redémarrage, et ce temps compte dans la disponibilité garantie.',
      ],
      [
        `Ces serveurs ont été restaurés depuis leur dernière copie, sur une autre machine : ${names(servers)}.`,
        'Leur nom, leur taille et leurs adresses sont les mêmes. Vérifiez vos données : ce qui a été écrit depuis la copie n’y est pas.',
      ],
      [
        `Le redémarrage de ces serveurs depuis leur dernière copie a échoué : ${names(servers)}.`,
        'Rien n’est facturé pour eux. Nous cherchons la cause et recommençons.',
      ],
    ),
    action: { label: 'Voir les serveurs', url },
  }),
  en: ({ kind, name, servers, url }) => ({
    subject: pick(
      kind,
      'Servers lost with their host',
      'Your servers have restarted on another host',
      'Some servers could not be restarted',
    ),
    greeting: `Hello ${name},`,
    paragraphs: pick(
      kind,
      [
        `The host of these servers is permanently out of service: ${names(servers)}.`,
        `Last copies: ${copies(servers, 'en', 'no complete copy')}.`,
        'Servers that have a copy are being restarted on another host, with their name, size, keys and addresses. Data written since the copy is lost. Nothing is billed between the failure and the restart, and this time counts towards the guaranteed availability.',
      ],
      [
        `These servers were restored from their last copy, on another host: ${names(servers)}.`,
        'Their names, sizes and addresses are the same. Check your data: anything written since the copy is missing.',
      ],
      [
        `These servers could not be restarted from their last copy: ${names(servers)}.`,
        'They are not billed. We are looking for the cause and will retry.',
      ],
    ),
    action: { label: 'View servers', url },
  }),
}
