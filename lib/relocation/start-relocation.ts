import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { windowOf } from './forecast/window'
import { notifyCustomers, type TouchedServer } from './notify-customers'
import { insertMoves, insertRelocation, type NewRelocationMove } from './queries/relocations'

type Planned = Pick<NewRelocationMove, 'toHostId' | 'fromHostId' | 'why' | 'mayBreakRules'> & {
  instanceId: Id<'instance'>
  server: Omit<TouchedServer, 'instanceId'>
}
type Started = {
  zone: { id: Id<'zone'>; name: string }
  host: { id: Id<'host'>; stateBefore: string } | null
  staffId: Id<'staff'>
  reason: string
  concurrentMax: number
  startsAt: string | null
  windowHours: number | null
}

/**
 * In `tx`: records the relocation with its moves and notifies the affected customers. Nothing moves yet: a worker finds
 * the rows.
 *
 * @throws DomainError `conflict` when the host, the zone or a server has an unfinished one, `invalid_input` about
 *   `startsAt`
 */
export async function startRelocation(
  tx: Tx,
  ctx: OpContext,
  started: Started,
  moves: readonly Planned[],
): Promise<Id<'relocation'>> {
  const { zone, host, reason, concurrentMax } = started
  const window = windowOf(started, ctx.now)
  const id = newId('relocation', ctx.now.getTime())
  const isNew = await insertRelocation(tx, {
    id,
    zoneId: zone.id,
    kind: host ? 'drain' : 'rebalance',
    hostId: host?.id ?? null,
    hostStateBefore: host?.stateBefore ?? null,
    state: 'running',
    reason,
    concurrentMax,
    ...window,
    requestedBy: started.staffId,
    createdAt: ctx.now,
  })
  if (!isNew) throw new DomainError('conflict', { params: { reason: 'relocation_under_way' } })
  const rows = moves.map(({ server, instanceId, ...move }, position) => ({
    ...move,
    relocationId: id,
    instanceId,
    organisationId: server.organisationId,
    position,
    state: 'waiting' as const,
  }))
  if ((await insertMoves(tx, rows)) < rows.length)
    throw new DomainError('conflict', { params: { reason: 'server_in_relocation' } })
  await recordAudit(tx, ctx, 'relocation.started', {
    organisationId: null,
    kind: 'relocation',
    id,
    details: {
      zone: zone.name,
      hostId: host?.id ?? null,
      reason,
      moves: moves.length,
      concurrentMax,
      startsAt: window.startsAt.toISOString(),
      endsAt: window.endsAt?.toISOString() ?? null,
    },
  })
  const news = { zone: zone.name, reason, ...window }
  await notifyCustomers(
    tx,
    ctx,
    'move_planned',
    news,
    moves.map(({ instanceId, server }) => ({ instanceId, ...server })),
  )
  return id
}
