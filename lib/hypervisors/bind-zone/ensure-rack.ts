import { registerRack, registerRoom, registerSite, type ZonePlace } from '~/lib/datacentre'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/**
 * The racks of these names in the zone, whatever of site, room and racks was missing; null is the first rack that the zone
 * has, or else `01`.
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

/** The zone has a rack, whatever of site, room and rack was missing. */
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
