import type { IncidentSeverity } from '~/lib/incidents/client'

type Message = { fr: string; en: string }

export type IncidentPlan = {
  severity: IncidentSeverity
  title: Message
  knownAfterMinutes: number
  opened: Message
  identified?: Message
  resolved: Message
  explained?: { rootCause: Message; postMortem?: Message }
}

/** Public messages about the measured outages, by their keys. */
export const incidentPlans: Readonly<Record<string, IncidentPlan>> = {
  'lumen-host': {
    severity: 'minor',
    title: { fr: 'Serveurs indisponibles à Paris', en: 'Servers unavailable in Paris' },
    knownAfterMinutes: 2,
    opened: {
      fr: 'Quelques serveurs ne répondent plus. Nous cherchons la cause.',
      en: 'A few servers are not answering. We are looking for the cause.',
    },
    resolved: {
      fr: 'La machine a redémarré, les serveurs répondent de nouveau.',
      en: 'The host has restarted and the servers are answering again.',
    },
  },
  'nordix-host': {
    severity: 'major',
    title: { fr: 'Serveurs indisponibles', en: 'Servers unavailable' },
    knownAfterMinutes: 1,
    opened: {
      fr: 'Une machine physique ne répond plus. Une équipe se rend sur place.',
      en: 'A host is not answering. A team is on its way.',
    },
    identified: {
      fr: 'Une barrette de mémoire est défaillante ; elle est remplacée.',
      en: 'A memory module is faulty; it is being replaced.',
    },
    resolved: {
      fr: 'La mémoire est remplacée, tout fonctionne.',
      en: 'The memory has been replaced and everything is working.',
    },
    explained: {
      rootCause: {
        fr: 'Une barrette de mémoire dont les erreurs n’étaient plus corrigées.',
        en: 'A memory module with errors that could no longer be corrected.',
      },
    },
  },
  'lyon-rack': {
    severity: 'critical',
    title: { fr: 'Une partie de la zone de Lyon est arrêtée', en: 'Part of the Lyon zone is down' },
    knownAfterMinutes: 1,
    opened: {
      fr: 'De nombreux serveurs de la zone de Lyon ne répondent plus. Nous cherchons la cause.',
      en: 'Many servers in the Lyon zone are not answering. We are looking for the cause.',
    },
    identified: {
      fr: 'Une alimentation électrique a lâché. La pièce de rechange arrive dans la nuit.',
      en: 'A power supply failed. The spare part arrives during the night.',
    },
    resolved: {
      fr: 'L’alimentation est remplacée et tous les serveurs ont redémarré.',
      en: 'The power supply has been replaced and all servers have restarted.',
    },
    explained: {
      rootCause: {
        fr: 'La seconde alimentation était branchée sur le même départ que la première : sa panne a tout emporté.',
        en: 'The second power supply was on the same feed as the first: its failure took both down.',
      },
      postMortem: {
        fr: 'Ce qui a bien marché : la panne a été vue en une minute et les clients prévenus aussitôt.\nCe qui a manqué : une pièce de rechange sur place, et un contrôle des départs électriques.\nDepuis : chaque site a ses alimentations de rechange, et les deux départs de chaque baie sont vérifiés tous les trimestres.',
        en: 'What went well: the failure was seen within a minute and customers were notified at once.\nWhat was missing: a spare part on site, and a check of the power feeds.\nSince then: every site has spare power supplies, and both feeds of every rack are checked each quarter.',
      },
    },
  },
  'lille-network': {
    severity: 'critical',
    title: { fr: 'Zone injoignable pendant onze minutes', en: 'Zone unreachable for eleven minutes' },
    knownAfterMinutes: 1,
    opened: {
      fr: 'Le réseau de la zone est coupé. Nous basculons sur la seconde liaison.',
      en: 'The zone’s network link is cut. We are switching to the second link.',
    },
    resolved: { fr: 'La seconde liaison a pris le relais.', en: 'The second link has taken over.' },
    explained: {
      rootCause: {
        fr: 'Une fibre coupée par des travaux de voirie ; la bascule automatique avait été suspendue.',
        en: 'A fibre cut by road works; the automatic switch had been suspended.',
      },
    },
  },
  'paris-host': {
    severity: 'major',
    title: { fr: 'Serveurs indisponibles à Paris', en: 'Servers unavailable in Paris' },
    knownAfterMinutes: 1,
    opened: {
      fr: 'Une machine physique s’est arrêtée. Nous la remettons en marche.',
      en: 'A host has stopped. We are bringing it back.',
    },
    identified: {
      fr: 'La carte mère est en cause ; les disques sont déplacés dans une autre machine.',
      en: 'The mainboard is faulty. We are moving the disks to another host.',
    },
    resolved: {
      fr: 'Les serveurs ont redémarré sur leur nouvelle machine.',
      en: 'The servers have restarted on their new host.',
    },
    explained: {
      rootCause: { fr: 'Une carte mère défaillante.', en: 'A faulty mainboard.' },
    },
  },
}

export const pastMaintenance = {
  key: 'paris-maintenance',
  texts: {
    titleFr: 'Mise à jour du micrologiciel',
    titleEn: 'Firmware update',
    descriptionFr: 'Les serveurs concernés s’arrêtent le temps du redémarrage de leur machine.',
    descriptionEn: 'The servers concerned stop while their machine restarts.',
  },
}

/** The rack that failed in the spring gets a second power supply. */
export const futureMaintenance = {
  atPlaceOf: 'lyon-rack',
  inDays: 9,
  hours: 2,
  texts: {
    titleFr: 'Pose d’un second départ électrique',
    titleEn: 'A second power feed is laid',
    descriptionFr: 'Chaque serveur concerné garde une alimentation ; aucune coupure n’est attendue.',
    descriptionEn: 'Every server concerned keeps one power supply; no cut is expected.',
  },
}
