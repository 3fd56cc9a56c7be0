import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { isZoneCompared } from '../queries/zone-comparison'
import { reserveAddress } from './queries/public-addresses'

/**
 * In `tx`: gives the organisation an address of the zone, counted by its quota and metered at the price of the
 * order line. A building block of orders: the caller has authorised.
 *
 * @throws DomainError `quota_exceeded`, `insufficient_capacity`, `recovery_in_progress` (rows were lost and
 * the zone was not compared since: an address that is free in our rows may be in use)
 */
export async function claimAddress(
  tx: Tx,
  ctx: OpContext,
  place: {
    organisationId: Id<'organisation'>
    projectId: Id<'project'>
    zoneId: Id<'zone'>
    orderLineId: Id<'orderLine'>
    id: Id<'publicAddress'>
    /** The server that it is ordered with: attached to it, and metered once it runs. */
    instanceId?: Id<'instance'> | null
  },
): Promise<string> {
  if (!(await isZoneCompared(tx, place.zoneId))) throw new DomainError('recovery_in_progress')
  const instanceId = place.instanceId ?? null
  const usageId = instanceId ? null : newId('usageInterval', ctx.now.getTime())
  const answer = await reserveAddress(tx, { ...place, usageId, instanceId, at: ctx.now })
  switch (answer.outcome) {
    case 'reserved':
      return answer.address
    case 'quota_exceeded':
      throw new DomainError('quota_exceeded', {
        params: {
          reason: 'public_addresses',
          resource: 'public_addresses',
          limit: `${answer.limit}`,
          used: `${answer.used}`,
        },
      })
    case 'none_free':
      throw new DomainError('insufficient_capacity', {
        field: 'zoneId',
        params: { short: 'address', reason: 'no_public_address' },
      })
  }
}
