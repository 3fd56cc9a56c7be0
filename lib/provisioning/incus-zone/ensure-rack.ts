import { registerRack, registerRoom, registerSite, type ZonePlace } from '~/lib/inventory'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/** The zone has a rack, whatever of site, room and rack was missing. */
export async function ensureRack(
  ctx: OpContext,
  zoneId: Id<'zone'>,
  place: ZonePlace,
  zone: { name: string; city: string },
): Promise<Id<'rack'>> {
  const { name, city } = zone
  const siteId = place.siteId ?? (await registerSite(ctx, { zoneId, name, city, address: city }))
  const roomId = place.roomId ?? (await registerRoom(ctx, { siteId, name: 'Incus' }))
  return place.rackId ?? (await registerRack(ctx, { roomId, name: '01' }))
}
