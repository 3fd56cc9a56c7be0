import { type Tx, withStaff } from '~/db/client'
import type { FailureDomain } from '~/db/schema/incidents'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { siteNames } from '~/lib/sla'
import type { PlaceChoice, PlacePreview } from '../client'
import { listPlacedResources, listPlaces, type Place, type PlacedResource } from '../queries/placement'

/**
 * `par1-b1-02-04, Paris-Nord`, or a rack with its room. Host names are unique, so the rack number would only confuse.
 * Pure.
 */
export function placeLabel({ domain, name, within, zone }: Place): string {
  return (domain === 'rack' ? [name, within, zone] : [name, zone]).filter(Boolean).join(', ')
}

const keyOf = ({ domain, id }: { domain: FailureDomain; id: string }) => `${domain}:${id}`

/** Places for an incident or for maintenance; our own sites only for an incident. */
export async function listPlaceChoices(
  ctx: OpContext,
  options: { withSites: boolean },
): Promise<PlaceChoice[]> {
  authorizeStaff(ctx, 'incident:inspect')
  const places = await withStaff(ctx, listPlaces)
  return [
    ...(options.withSites
      ? siteNames.map((id) => ({ key: keyOf({ domain: 'site', id }), domain: 'site' as const, label: id }))
      : []),
    ...places.map((place) => ({ key: keyOf(place), domain: place.domain, label: placeLabel(place) })),
  ]
}

/**
 * The current resources of a place.
 *
 * @throws DomainError `not_found`
 */
export async function previewPlace(ctx: OpContext, key: string): Promise<PlacePreview> {
  authorizeStaff(ctx, 'incident:inspect')
  return withStaff(ctx, async (tx) => {
    const { domain, domainId, zone, label, standing } = await readPlace(tx, key, ctx.now)
    return {
      key,
      domain,
      domainId,
      zone,
      label,
      resources: standing.map(({ id, kind, name, organisation }) => ({ id, kind, name, organisation })),
      organisations: new Set(standing.map(({ organisationId }) => organisationId)).size,
    }
  })
}

type ReadPlace = {
  domain: FailureDomain
  domainId: string
  zoneId: Place['zoneId']
  zone: string | null
  label: string
  standing: PlacedResource[]
}

/**
 *
 *
 * @throws DomainError `not_found` for an unknown place
 */
export async function readPlace(tx: Tx, key: string, now: Date): Promise<ReadPlace> {
  const [domain, domainId = ''] = key.split(':') as [FailureDomain, string | undefined]
  if (domain === 'site') return { domain, domainId, zoneId: null, zone: null, label: domainId, standing: [] }
  const place = (await listPlaces(tx)).find((each) => keyOf(each) === key)
  if (!place) throw new DomainError('not_found')
  const { zoneId, zone } = place
  return {
    domain,
    domainId,
    zoneId,
    zone,
    label: placeLabel(place),
    standing: await listPlacedResources(tx, domain, domainId, now),
  }
}
