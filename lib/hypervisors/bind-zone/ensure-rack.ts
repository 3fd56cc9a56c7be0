import { registerRack, registerRoom, registerSite, type ZonePlace } from '~/lib/datacentre'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/**
 * Returns the racks with these names in the zone, creating the site, room and racks that are missing. Null selects
 * the zone's first rack, or `01` when it has none.
 */
export async function ensureRacks<N extends string | null>(
  ctx: OpContext,
  zoneId: Id<'zone'>,
  place: ZonePlace,
  zone: { name: string; city: string },
  names: readonly N[],
): Promise<Map<N, Id<'rack'>>> {
  const { name, city } = zone
  const siteId = place.siteId ?? (await registerSite(ctx, { zoneId, name, city, address: city }))
  const roomId = place.roomId ?? (await registerRoom(ctx, { siteId, name: 'Incus' }))
  const racks = new Map<N, Id<'rack'>>()
  for (const wanted of new Set(names)) {
    const known = wanted === null ? place.rackId : place.racks.find((each) => each.name === wanted)?.id
    racks.set(wanted, known ?? (await registerRack(ctx, { roomId, name: wanted ?? '01' })))
  }
  return racks
}

/** Returns a rack of the zone, creating site, room and rack as needed. */
export async function ensureRack(
  ctx: OpContext,
  zoneId: Id<'zone'>,
  place: ZonePlace,
  zone: { name: string; city: string },
): Promise<Id<'rack'>> {
  const rackId = (await ensureRacks(ctx, zoneId, place, zone, [null])).get(null)
  invariant(rackId, 'a rack was asked for')
  return rackId
}
