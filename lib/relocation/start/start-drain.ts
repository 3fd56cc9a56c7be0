import { isDeepStrictEqual } from 'node:util'
import { withStaff } from '~/db/client'
import { lockHost, recordHostState } from '~/lib/datacentre'
import { hostPermits } from '~/lib/datacentre/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listServersOnHost } from '~/lib/placement'
import type { StartDrainInput } from '../schema'
import { startRelocation } from '../start-relocation'
import { drainProposal, readDrain } from './drain-proposal'

/**
 * Starts a drain: the host becomes `draining` and takes no new servers, and workers carry out the plan on the screen
 * from the start of the window. A server that cannot leave stays until it can, or a person decides.
 *
 * @throws DomainError `not_found`, `state_forbids` when its state allows no drain or its zone no moves, `conflict`
 *   when the plan has changed meanwhile or a drain is in progress, `invalid_input` about `startsAt`
 */
export async function startDrain(
  ctx: OpContext,
  input: StartDrainInput,
): Promise<{ relocationId: Id<'relocation'> }> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  const hostId = toId('host', input.hostId)
  // Planned outside the locks: orders for a host of this zone would wait for as long as a large plan takes.
  const { facts, found } = await withStaff(ctx, (tx) => readDrain(tx, hostId))
  const { proposal, plan } = drainProposal(facts, found)
  const planned = [...proposal.moves, ...proposal.stays].map(({ serverId }) => serverId)
  return withStaff(ctx, async (tx) => {
    const host = await lockHost(tx, hostId)
    if (!hostPermits[host.state].mayBeDrained)
      throw new DomainError('state_forbids', { params: { state: host.state } })
    if (!proposal.canMove) throw new DomainError('state_forbids', { params: { reason: 'one_host' } })
    const isSame = isDeepStrictEqual(planned.sort(), (await listServersOnHost(tx, hostId)).sort())
    if (proposal.planKey !== input.planKey || !isSame)
      throw new DomainError('conflict', { params: { reason: 'plan_changed' } })
    await recordHostState(tx, ctx, hostId, host, { state: 'draining', reason: input.reason })
    const servers = new Map(proposal.moves.map((move) => [move.serverId, move]))
    const relocationId = await startRelocation(
      tx,
      ctx,
      { ...input, zone: proposal.zone, host: { id: hostId, stateBefore: host.state }, staffId },
      plan.moves.flatMap(({ serverId, fromHostId, toHostId, mayBreakRules }) => {
        const shown = servers.get(serverId)
        if (!shown) return []
        const { organisation, server: name, isRunning } = shown
        return {
          instanceId: toId('instance', serverId),
          fromHostId,
          toHostId,
          mayBreakRules,
          why: 'drain' as const,
          server: { organisationId: organisation.id, name, isRunning },
        }
      }),
    )
    return { relocationId }
  })
}
