import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { countAllocationsOn, findHostForUpdate, updateHostState } from '../queries/hosts'
import type { HostState } from './host-states'

export type HostStatus = { state: HostState; allocations: number }

/** Returns a host's state and its number of servers; locks the row. @throws DomainError `not_found` */
export async function lockHost(tx: Tx, hostId: Id<'host'>): Promise<HostStatus> {
  const host = await findHostForUpdate(tx, hostId)
  if (!host) throw new DomainError('not_found')
  return { state: host.state, allocations: await countAllocationsOn(tx, hostId) }
}

/** Sets the state of the locked host, with a reason; the caller has checked that it is permitted. */
export async function recordHostState(
  tx: Tx,
  ctx: OpContext,
  hostId: Id<'host'>,
  before: HostStatus,
  to: { state: HostState; reason: string },
): Promise<void> {
  const { state, reason } = to
  await updateHostState(tx, hostId, { state, stateReason: reason, stateChangedAt: ctx.now })
  await recordAudit(tx, ctx, 'host.state_changed', {
    organisationId: null,
    kind: 'host',
    id: hostId,
    details: { from: before.state, to: state, reason, allocations: before.allocations },
  })
}
