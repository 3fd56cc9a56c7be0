import type { FailureDomain } from '~/db/schema/incidents'

/** Customer-facing names of our own sites. */
export const siteNames: Record<string, { fr: string; en: string }> = {
  portal: { fr: 'Portail client', en: 'Customer portal' },
  operator: { fr: 'Console de l’opérateur', en: 'Operator console' },
}

/** The default title of a proposed incident. Customers read it, so it names no host or rack. Pure. */
export function proposalTitle(domain: FailureDomain, where: string): { titleFr: string; titleEn: string } {
  if (domain === 'site') {
    const { fr, en } = siteNames[where] ?? { fr: where, en: where }
    return { titleFr: `${fr} indisponible`, titleEn: `${en} unavailable` }
  }
  if (domain === 'zone')
    return { titleFr: `Zone ${where} indisponible`, titleEn: `Zone ${where} unavailable` }
  return {
    titleFr: `Serveurs indisponibles dans la zone ${where}`,
    titleEn: `Servers unavailable in zone ${where}`,
  }
}
