import { type Tx, withStaff } from '~/db/client'
import { type AuditEventName, recordAudit } from '~/lib/audit'
import { lockHost, recordHostState } from '~/lib/datacentre'
import { hostPermits } from '~/lib/datacentre/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { type RelocationTurn, relocationCan } from '../client'
import { notifyCustomers } from '../notify-customers'
import {
  findRelocation,
  listMovesToDrive,
  lockRelocation,
  type RelocationRow,
  updateMove,
  updateRelocation,
} from '../queries/relocations'
import type { TurnRelocationInput } from '../schema'
import { planLeftovers } from './plan-leftovers'

const events: Readonly<Record<RelocationTurn, AuditEventName>> = {
  pause: 'relocation.paused',
  resume: 'relocation.resumed',
  stop: 'relocation.stopped',
  undo: 'relocation.undo_asked',
}

/**
 * Pauses, resumes, stops or undoes the relocation. Moves in progress complete in any case. Resuming retries failed
 * moves and plans leftovers again; a stopped drain leaves its host cordoned, an undone one opens it again.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function turnRelocation(ctx: OpContext, input: TurnRelocationInput): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await withStaff(ctx, async (tx) => {
    const relocation = await lockRelocation(tx, input.relocationId)
    if (!relocation) throw new DomainError('not_found')
    const host = relocation.hostId ? await lockHost(tx, relocation.hostId) : null
    const left = host?.allocations ?? 0
    if (!relocationCan.turn({ ...relocation, left }, input.to))
      throw new DomainError('state_forbids', { params: { state: relocation.state } })
    if (input.to === 'resume') await resume(tx, ctx, relocation)
    if (input.to === 'pause') await updateRelocation(tx, relocation.id, { state: 'paused' })
    if (input.to === 'stop')
      await updateRelocation(tx, relocation.id, { state: 'stopped', finishedAt: ctx.now })
    if (input.to === 'undo') await updateRelocation(tx, relocation.id, { state: 'undoing' })
    if (relocation.hostId && host?.state === 'draining') {
      const reason = relocation.reason
      if (input.to === 'stop')
        await recordHostState(tx, ctx, relocation.hostId, host, { state: 'cordoned', reason })
      // Servers return only to a host that accepts them; its previous state is restored at the end.
      if (input.to === 'undo')
        await recordHostState(tx, ctx, relocation.hostId, host, { state: 'in_service', reason })
    }
    if (input.to === 'undo') await notifyUndoing(tx, ctx, relocation)
    await recordAudit(tx, ctx, events[input.to], {
      organisationId: null,
      kind: 'relocation',
      id: relocation.id,
      details: { from: relocation.state },
    })
  })
}

async function resume(tx: Tx, ctx: OpContext, relocation: RelocationRow): Promise<void> {
  if (relocation.hostId) {
    const host = await lockHost(tx, relocation.hostId)
    if (host.state !== 'draining') {
      if (!hostPermits[host.state].mayBeDrained)
        throw new DomainError('state_forbids', { params: { state: host.state } })
      await recordHostState(tx, ctx, relocation.hostId, host, {
        state: 'draining',
        reason: relocation.reason,
      })
    }
  }
  for (const { move } of await listMovesToDrive(tx, relocation.id)) {
    if (move.state !== 'failed') continue
    await updateMove(tx, relocation.id, move.instanceId, { state: 'waiting', failureCode: null, replans: 0 })
  }
  // Resuming after the window has ended means that the rest moves without one.
  const endsAt = relocation.endsAt && relocation.endsAt > ctx.now ? relocation.endsAt : null
  await planLeftovers(tx, ctx, { ...relocation, endsAt })
  await updateRelocation(tx, relocation.id, { state: 'running', endsAt })
}

async function notifyUndoing(tx: Tx, ctx: OpContext, relocation: RelocationRow): Promise<void> {
  const rows = await listMovesToDrive(tx, relocation.id)
  const found = await findRelocation(tx, relocation.id)
  await notifyCustomers(
    tx,
    ctx,
    'move_taken_back',
    {
      zone: found?.zone ?? '',
      reason: relocation.reason,
      startsAt: ctx.now,
      endsAt: null,
    },
    rows
      .filter(({ move }) => move.state === 'moved')
      .map(({ move, name, instanceState }) => ({
        instanceId: move.instanceId,
        organisationId: move.organisationId,
        name,
        isRunning: instanceState === 'running',
      })),
  )
}
