import type { Tx } from '~/db/client'
import { newId } from '~/lib/kernel/ids'
import { callClaimExisting, type ExistingPlace } from './queries/claim-existing'

export type { ExistingPlace } from './queries/claim-existing'

/**
 * Claims the place of an object that exists and whose rows were lost. The host or pool is the one on which it is; the quota
 * counts it and does not refuse it. After any other answer than `claimed` the caller rolls back.
 */
export async function claimExisting(
  tx: Tx,
  place: ExistingPlace,
  now: Date,
): Promise<'claimed' | 'no_room' | 'address_taken' | 'exists'> {
  return callClaimExisting(tx, newId('allocation', now.getTime()), place, now)
}
