import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { planHeadroom } from './plan-headroom'
import { callLoadsByRack, listRoomOnHosts, lockHeadroom } from './queries/headroom'

class HeadroomLost extends Error {}

/**
 * Carry out `claim` in a zone that keeps room to lose any one rack: its answer, or `no_headroom` and nothing of it
 * when something would then find no place. One claim of the zone at a time, until the transaction ends: two that
 * each leave enough may not together.
 */
export async function keepingHeadroom<T>(
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
