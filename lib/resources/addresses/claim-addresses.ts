import type { Tx } from '~/db/client'
import { recordAudits } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { areNamesCompared, isZoneCompared } from '../queries/zone-comparison'
import { reserveAddresses } from './queries/public-addresses'

export type NewAddress = {
  id: Id<'publicAddress'>
  orderLineId: Id<'orderLine'>
  zoneId: Id<'zone'>
  /** The server or balancer that it is ordered with: attached to it, and metered once it works. */
  holderId: Id<'instance'> | Id<'balancer'> | null
}

/**
 * In `tx`: gives the organisation these addresses, counted by its quota and metered at the price of their order
 * lines, in one statement per zone. A building block of orders: the caller has authorised.
 *
 * @throws DomainError `quota_exceeded`, `insufficient_capacity`, `recovery_in_progress` (rows were lost and
 * the zone or the names were not compared since: an address that is free in our rows may be in use)
 */
export async function claimAddresses(
  tx: Tx,
  ctx: OpContext,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  wanted: readonly NewAddress[],
): Promise<void> {
  const byZone = groupedBy(wanted, ({ zoneId }) => zoneId)
  // Each locks the addresses of its zone: in one order for all transactions, so that none waits for another in a circle.
  for (const zoneId of [...byZone.keys()].sort()) {
    if (!(await isZoneCompared(tx, zoneId)) || !(await areNamesCompared(tx)))
      throw new DomainError('recovery_in_progress')
    const inZone = (byZone.get(zoneId) ?? []).map((address) => ({
      ...address,
      usageId: address.holderId ? null : newId('usageInterval', ctx.now.getTime()),
    }))
    const answer = await reserveAddresses(tx, { ...place, zoneId, at: ctx.now }, inZone)
    if (answer.outcome === 'quota_exceeded') throw overQuota(answer)
    if (answer.outcome === 'none_free')
      throw new DomainError('insufficient_capacity', {
        field: 'zoneId',
        params: { short: 'address', reason: 'no_public_address' },
      })
    const { organisationId } = place
    await recordAudits(
      tx,
      ctx,
      'address.reserved',
      inZone.map(({ id }) => ({
        organisationId,
        kind: 'public_address',
        id,
        details: { address: answer.addresses[id], zoneId },
      })),
    )
  }
}

function overQuota({ limit, used }: { limit: number; used: number }): DomainError {
  const resource = 'public_addresses'
  return new DomainError('quota_exceeded', {
    params: { reason: resource, resource, limit: `${limit}`, used: `${used}` },
  })
}
