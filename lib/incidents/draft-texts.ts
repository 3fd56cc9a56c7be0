import type { FailureDomain, IncidentState } from '~/db/schema/incidents'
import { formatDateTime } from '~/lib/kernel/text/format-date'
import { siteNames } from './correlation/proposal-title'

type Facts = {
  domain: FailureDomain
  /** The name of a site. */
  domainId: string
  /** The code of the zone; null for a site. */
  zone: string | null
  /** Null while the start is not known. */
  startedAt: string | null
  repairedAt: string | null
}
export type Drafts = Partial<Record<IncidentState, { textFr: string; textEn: string }>>

/**
 * A text in both languages for each state that may be published next, made of what is measured: staff read it, change
 * it and publish it. It names no host or rack. Instants are in Paris time. Pure.
 */
export function draftTexts(facts: Facts): Drafts {
  const [fr, en] = [french(facts), english(facts)]
  return {
    investigating: {
      textFr: `${fr.silent} Nous cherchons la cause.`,
      textEn: `${en.silent} We are looking for the cause.`,
    },
    identified: {
      textFr: `${fr.silent} La cause est trouvée\u00a0; la réparation est en cours.`,
      textEn: `${en.silent} We have found the cause and are repairing it.`,
    },
    // That everything answers again is proposed only once it is measured.
    ...(facts.repairedAt && {
      monitoring: {
        textFr: `${fr.answering} Nous surveillons.`,
        textEn: `${en.answering} We are monitoring.`,
      },
      resolved: {
        textFr: `${fr.answering} L’incident est terminé.`,
        textEn: `${en.answering} The incident is resolved.`,
      },
    }),
  }
}

function french({ domain, domainId, zone, startedAt, repairedAt }: Facts) {
  const [who, isOne] = {
    site: [`Le site «\u00a0${siteNames[domainId]?.fr ?? domainId}\u00a0»`, true] as const,
    zone: [`La zone ${zone}`, true] as const,
    rack: [`Des serveurs de la zone ${zone}`, false] as const,
    host: [`Des serveurs de la zone ${zone}`, false] as const,
  }[domain]
  const verb = isOne ? 'répond' : 'répondent'
  const since = (instant: string | null) =>
    instant ? ` depuis le ${formatDateTime(new Date(instant), 'fr')}` : ''
  return {
    silent: `${who} ne ${verb} plus${since(startedAt)}.`,
    answering: `${who} ${verb} de nouveau${since(repairedAt)}.`,
  }
}

function english({ domain, domainId, zone, startedAt, repairedAt }: Facts) {
  const [who, isOne] = {
    site: [`The site “${siteNames[domainId]?.en ?? domainId}”`, true] as const,
    zone: [`Zone ${zone}`, true] as const,
    rack: [`Some servers in zone ${zone}`, false] as const,
    host: [`Some servers in zone ${zone}`, false] as const,
  }[domain]
  const instant = (at: string) => `since ${formatDateTime(new Date(at), 'en')} (Paris time)`
  const has = isOne ? 'has' : 'have'
  return {
    silent: startedAt
      ? `${who} ${has} not answered ${instant(startedAt)}.`
      : `${who} ${isOne ? 'is' : 'are'} not answering.`,
    answering: repairedAt ? `${who} ${has} answered again ${instant(repairedAt)}.` : '',
  }
}
