import type { MailTemplate } from '../../frame'

type Params = { name: string; server: string; probe: string; seen: string; url: string }

export const probeFailing: MailTemplate<Params> = {
  fr: ({ name, server, probe, seen, url }) => ({
    subject: `Sonde « ${probe} » en échec : ${server}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Le serveur ${server} ne répond plus à la sonde « ${probe} » que vous avez choisie.`,
      `Dernière observation : ${seen}`,
    ],
    action: { label: 'Voir le serveur', url },
  }),
  en: ({ name, server, probe, seen, url }) => ({
    subject: `Probe “${probe}” failing: ${server}`,
    greeting: `Hello ${name},`,
    paragraphs: [`Server ${server} no longer answers the probe “${probe}”.`, `Last result: ${seen}`],
    action: { label: 'View server', url },
  }),
}

export const probeRecovered: MailTemplate<Params> = {
  fr: ({ name, server, probe, seen, url }) => ({
    subject: `Sonde « ${probe} » rétablie : ${server}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Le serveur ${server} répond de nouveau à la sonde « ${probe} ».`,
      `Dernière observation : ${seen}`,
    ],
    action: { label: 'Voir le serveur', url },
  }),
  en: ({ name, server, probe, seen, url }) => ({
    subject: `Probe “${probe}” recovered: ${server}`,
    greeting: `Hello ${name},`,
    paragraphs: [`Server ${server} answers the probe “${probe}” again.`, `Last result: ${seen}`],
    action: { label: 'View server', url },
  }),
}
