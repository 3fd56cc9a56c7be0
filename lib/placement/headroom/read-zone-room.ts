import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { countFits } from '../scheduler/place-stock'
import { readZone } from '../scheduler/read-snapshot'
import { planHeadroom } from './plan-headroom'
import { countClaimsByRack, fingerprintZone, listBundleShapes, listRoomOnHosts } from './queries/headroom'
import type { BundleFit, ZoneRoom } from './views'

type Known = { fingerprint: string; at: number; room: ZoneRoom }
const known = new Map<Id<'zone'>, Known>()

/** Other claims could add up to the same fingerprint, although hardly ever: the cache expires after this. */
const believedForMilliseconds = 60_000

/**
 * The effect of losing any one rack of the zone now, and how many servers of each bundle still fit. Ten
 * thousand hosts and two hundred thousand claims are read again only when a host or pool has been added,
 * removed, changed state or has a different free amount.
 */
export async function readZoneRoom(tx: Tx, zoneId: Id<'zone'>, now: Date): Promise<ZoneRoom> {
  const bundles = await listBundleShapes(tx)
  const fingerprint = `${await fingerprintZone(tx, zoneId)} ${JSON.stringify(bundles)}`
  const before = known.get(zoneId)
  const isKnown =
    before?.fingerprint === fingerprint && Math.abs(now.getTime() - before.at) <= believedForMilliseconds
  if (before && isKnown) return before.room
  const [rooms, claims] = [await listRoomOnHosts(tx, zoneId), await countClaimsByRack(tx, zoneId)]
  const room = { headroom: planHeadroom(rooms, claims), fits: await countBundles(tx, zoneId, bundles) }
  known.set(zoneId, { fingerprint, at: now.getTime(), room })
  return room
}

async function countBundles(
  tx: Tx,
  zoneId: Id<'zone'>,
  bundles: Awaited<ReturnType<typeof listBundleShapes>>,
): Promise<BundleFit[]> {
  const snapshot = await readZone(tx, zoneId)
  return bundles.map(({ id, name, ...shape }) => ({
    id,
    name,
    vcpu: shape.vcpu,
    memoryMib: shape.memoryMib,
    diskGib: shape.diskGib,
    fits: snapshot ? countFits(snapshot, shape) : 0,
  }))
}
