import { registerPool, setPoolCapacity, type ZonePlace } from '~/lib/datacentre'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { MemberPlan } from './plan-member'

/** Gives the zone's one pool the planned space. Returns `claimed` when volumes hold more than that. */
export async function bindPool(
  ctx: OpContext,
  zoneId: Id<'zone'>,
  place: ZonePlace,
  plan: MemberPlan,
): Promise<'bound' | 'claimed'> {
  const [pool] = place.pools
  if (!pool) {
    await registerPool(ctx, { zoneId, name: plan.poolName, volumeClass: 'fast', ...plan.pool })
    return 'bound'
  }
  const { gibPhysical, gibReserved } = plan.pool
  if (pool.gibPhysical === gibPhysical && pool.gibReserved === gibReserved) return 'bound'
  return (await setPoolCapacity(ctx, { poolId: pool.id, gibPhysical, gibReserved })) ? 'bound' : 'claimed'
}
