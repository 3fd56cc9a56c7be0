import { formatDateTime } from '~/lib/kernel/text/format'
import type { MailTemplate } from '../../frame'

type Params = {
  name: string
  /** The servers to move, with whether each is running and will be stopped. */
  servers: { name: string; isRunning: boolean }[]
  zone: string
  reason: string
  startsAt: Date
  endsAt: Date | null
  /** Whether the customer can choose the time on the page. */
  canChoose: boolean
  /** They move back to their previous host, because the maintenance was cancelled. */
  isBack: boolean
  url: string
}

export const serversMove: MailTemplate<Params> = {
  fr: ({ name, servers, zone, reason, startsAt, endsAt, canChoose, isBack, url }) => ({
    subject: `${isBack ? 'Intervention annulée' : 'Intervention prévue'} sur ${countFr(servers.length)}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      isBack
        ? `Une intervention dans la zone ${zone} est annulée. Ces serveurs retournent là où ils étaient : ${names(servers)}.`
        : `Dans la zone ${zone}, ces serveurs changent de machine physique : ${names(servers)}.`,
      `Motif : ${reason}.`,
      isBack
        ? 'Les retours commencent maintenant, quelques serveurs à la fois.'
        : `Les déplacements commencent le ${formatDateTime(startsAt, 'fr')}${endsAt ? ` et plus aucun ne commence après le ${formatDateTime(endsAt, 'fr')}` : ''}.`,
      servers.some((server) => server.isRunning)
        ? 'Un serveur en marche est arrêté le temps du déplacement, puis redémarré. Ses données, son adresse et son prix ne changent pas.'
        : 'Les données, l’adresse et le prix ne changent pas.',
    ],
    action: { label: canChoose ? 'Choisir l’heure' : 'Suivre les déplacements', url },
    ...(canChoose && { note: 'Sans choix de votre part, l’heure est fixée par l’opérateur.' }),
  }),
  en: ({ name, servers, zone, reason, startsAt, endsAt, canChoose, isBack, url }) => ({
    subject: `${isBack ? 'Maintenance cancelled' : 'Maintenance planned'} for ${countEn(servers.length)}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      isBack
        ? `Maintenance in zone ${zone} is cancelled. These servers move back to their previous host: ${names(servers)}.`
        : `In zone ${zone}, these servers move to another host: ${names(servers)}.`,
      `Reason: ${reason}.`,
      isBack
        ? 'They start moving back now, a few at a time.'
        : `Moves start on ${formatDateTime(startsAt, 'en')}${endsAt ? `, and none starts after ${formatDateTime(endsAt, 'en')}` : ''}.`,
      servers.some((server) => server.isRunning)
        ? 'A running server is stopped while it moves, then started again. Its data, address and price stay the same.'
        : 'Data, address and price stay the same.',
    ],
    action: { label: canChoose ? 'Choose a time' : 'View moves', url },
    ...(canChoose && { note: 'If you do not choose a time, the operator sets it.' }),
  }),
}

const names = (servers: Params['servers']) => servers.map((server) => server.name).join(', ')
const countFr = (count: number) => (count > 1 ? `${count} serveurs` : 'un serveur')
const countEn = (count: number) => (count > 1 ? `${count} servers` : 'one server')
