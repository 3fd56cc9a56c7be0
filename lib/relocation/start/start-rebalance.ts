import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readRebalanceZone, rebalanceOf, zoneMoves } from '~/lib/placement'
import type { StartRebalanceInput } from '../schema'
import { startRelocation } from '../start-relocation'
import { rebalanceKeyOf } from './rebalance-key'

/**
 * Records the proposed moves; workers make them from the start of the window on.
 *
 * @throws DomainError `not_found`, `conflict` when the proposal has changed meanwhile, is empty, or the zone is
 *   being rebalanced, `state_forbids` where servers cannot change hosts, `invalid_input` about `startsAt`
 */
export async function startRebalance(
  ctx: OpContext,
  input: StartRebalanceInput,
): Promise<{ relocationId: Id<'relocation'> }> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  const zoneId = toId('zone', input.zoneId)
  return withStaff(ctx, async (tx) => {
    const proposal = rebalanceOf(await readRebalanceZone(tx, zoneId), input.movesMax)
    if (!(await zoneMoves(tx, zoneId)))
      throw new DomainError('state_forbids', { params: { reason: 'one_host' } })
    if (rebalanceKeyOf(proposal) !== input.planKey || proposal.moves.length === 0)
      throw new DomainError('conflict', { params: { reason: 'plan_changed' } })
    const relocationId = await startRelocation(
      tx,
      ctx,
      { ...input, zone: proposal.zone, host: null, staffId },
      proposal.moves.map((move) => ({
        instanceId: toId('instance', move.serverId),
        fromHostId: move.from.id,
        toHostId: move.to.id,
        mayBreakRules: false,
        why: move.why,
        server: { organisationId: move.organisation.id, name: move.server, isRunning: move.isRunning },
      })),
    )
    return { relocationId }
  })
}
