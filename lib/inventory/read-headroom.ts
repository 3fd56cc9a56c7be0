import type { Tx } from '~/db/client'
import { countClaimsByRack, fingerprintHosts, listRoomOnHosts } from '~/db/queries/inventory/headroom'
import type { Id } from '~/lib/kernel/ids'
import type { Headroom } from './client'
import { planHeadroom } from './plan-headroom'

type Known = { fingerprint: string; at: number; headroom: Headroom }
const known = new Map<Id<'zone'>, Known>()

/** Claims of other sizes may add up to the same on every host, if hardly ever: nothing is believed for longer. */
const believedForMilliseconds = 60_000

/**
 * What losing any one rack of the zone would mean now. Two hundred thousand claims are read and planned again
 * only when a host has come, gone, changed state or has another amount left.
 */
export async function readHeadroom(tx: Tx, zoneId: Id<'zone'>, now: Date): Promise<Headroom> {
  const fingerprint = await fingerprintHosts(tx, zoneId)
  const before = known.get(zoneId)
  const isKnown =
    before?.fingerprint === fingerprint && Math.abs(now.getTime() - before.at) <= believedForMilliseconds
  if (before && isKnown) return before.headroom
  const [rooms, claims] = [await listRoomOnHosts(tx, zoneId), await countClaimsByRack(tx, zoneId)]
  const headroom = planHeadroom(rooms, claims)
  known.set(zoneId, { fingerprint, at: now.getTime(), headroom })
  return headroom
}
