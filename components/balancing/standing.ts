import type { BalancerLine } from '~/lib/resources/client'

/** How a load balancer does, in one word for its pill. */
export type BalancerStanding =
  | 'creating'
  | 'checking'
  | 'serving'
  | 'reduced'
  | 'empty'
  | 'pool_down'
  | 'silent'
  | 'failed'
  | 'deleting'
  | 'deleted'

/** From its state and what was observed last. Pure. */
export function standingOf({
  state,
  isServing,
  servers: { up, total },
}: Pick<BalancerLine, 'state' | 'isServing' | 'servers'>): BalancerStanding {
  if (state !== 'active') return state
  if (isServing === null) return 'checking'
  if (!isServing) return 'silent'
  if (total === 0) return 'empty'
  if (up === 0) return 'pool_down'
  return up < total ? 'reduced' : 'serving'
}
