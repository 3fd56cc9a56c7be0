import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { planHeadroom } from './plan-headroom'
import { callLoadsByRack, listRoomOnHosts, lockHeadroom } from './queries/headroom'

class HeadroomLost extends Error {}

/**
 * Runs `claim` in a zone that must be able to lose any one rack: returns its answer, or rolls it back with
 * `no_headroom` when some load would then find no place. Serialised per zone until the transaction ends: two
 * claims that each leave enough may not do so together.
 */
export async function withHeadroom<T>(
  tx: Tx,
  zoneId: Id<'zone'>,
  claim: (within: Tx) => Promise<T>,
  isClaimed: (answer: T) => boolean,
): Promise<T | 'no_headroom'> {
  await lockHeadroom(tx, zoneId)
  try {
    return await tx.transaction(async (within) => {
      const answer = await claim(within)
      if (isClaimed(answer)) {
        const rooms = await listRoomOnHosts(within, zoneId)
        if (planHeadroom(rooms, await callLoadsByRack(within, zoneId)).fatal.length > 0)
          throw new HeadroomLost()
      }
      return answer
    })
  } catch (error) {
    if (error instanceof HeadroomLost) return 'no_headroom'
    throw error
  }
}
