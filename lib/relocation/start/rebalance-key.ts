import type { RebalanceView } from '~/lib/placement/client'
import { planKeyOf } from './drain-proposal'

/** What a proposal to rebalance is known by: another one has another key. */
export function rebalanceKeyOf(proposal: Pick<RebalanceView, 'moves'>): string {
  return planKeyOf(proposal.moves.map(({ serverId, to }) => ({ serverId, toHostId: to.id })))
}
