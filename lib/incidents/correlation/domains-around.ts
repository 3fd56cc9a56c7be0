import type { FailureDomain } from '~/db/schema/incidents'

type Domain = { domain: FailureDomain; domainId: string }
type Place = { domain: FailureDomain; id: string; rackId: string | null; zoneId: string | null }

/** The domain and the domains that contain it: the rack of a host, and the zone. Pure. */
export function domainsAround({ domain, domainId }: Domain, places: readonly Place[]): Domain[] {
  const place = places.find((each) => each.domain === domain && each.id === domainId)
  return [
    { domain, domainId },
    ...(domain === 'host' && place?.rackId ? [{ domain: 'rack' as const, domainId: place.rackId }] : []),
    ...(domain !== 'zone' && place?.zoneId ? [{ domain: 'zone' as const, domainId: place.zoneId }] : []),
  ]
}
