import type { RebalanceView } from '~/lib/placement/client'
import { planKeyOf } from './drain-proposal'

/** Identifies a proposal to rebalance. */
export function rebalanceKeyOf(proposal: Pick<RebalanceView, 'moves'>): string {
  return planKeyOf(proposal.moves.map(({ serverId, to }) => ({ serverId, toHostId: to.id })))
}
