import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findBetterHost } from '~/lib/placement'
import type { PlacementReceipt } from '~/lib/placement/client'
import { assertAllowed } from '../common/assert-allowed'
import { lockInstance } from '../common/lock-resource'
import { instanceCan } from './instance-can'
import { findMoveObstacle, moveInstance } from './move-instance'
import type { PlacementRepair } from './placement-repair'
import type { Requested } from './request-instance-change'

/**
 * Moves the server to a host where it satisfies more of its placement rules, and violates none that it
 * satisfies now.
 *
 * @throws DomainError `not_found`, `state_forbids`, `insufficient_capacity` (reason `no_better_host`, or that
 * of `moveInstance` when another transaction was faster)
 */
export async function repairPlacement(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  return withOrganisation(ctx, async (tx) => {
    const instance = await lockInstance(tx, input.instanceId)
    const { id } = instance
    assertAllowed(instanceCan.move(instance), instance)
    const toHostId = await findBetterHost(tx, id)
    if (!toHostId) throw new DomainError('insufficient_capacity', { params: { reason: 'no_better_host' } })
    return moveInstance(tx, ctx, { instanceId: id, toHostId, mayBreakRules: false })
  })
}

/** The possible repair of a server's violated rules; null when all are satisfied. */
export async function findRepair(
  tx: Tx,
  instance: { id: Id<'instance'>; zoneId: Id<'zone'> },
  receipt: PlacementReceipt | null,
): Promise<PlacementRepair | null> {
  if (!receipt || receipt.rules.every((rule) => rule.isKept)) return null
  const obstacle = await findMoveObstacle(tx, instance)
  if (obstacle) return { isPossible: false, reason: obstacle }
  const host = await findBetterHost(tx, instance.id)
  return host ? { isPossible: true } : { isPossible: false, reason: 'no_better_host' }
}
