/**
 * Reconciler: reads the rows of every relocation and takes the next steps. Each step is a transaction of its own under
 * the relocation's lock, so a dead worker leaves nothing half done, and two workers never start more moves than
 * allowed. There is no guarantee of time: a parked saga is waited for.
 */
import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { lockHost, recordHostState } from '~/lib/datacentre'
import { hostPermits, hostStates } from '~/lib/datacentre/client'
import { authorizeSystem } from '~/lib/identity'
import { type Id, toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { notifyCustomers } from '../notify-customers'
import {
  findRelocation,
  listMovesToDrive,
  listRelocationsToDrive,
  type RelocationRow,
  tryLockRelocation,
  updateMove,
  updateRelocation,
} from '../queries/relocations'
import { decideRelocation, type Turn } from './decide-relocation'
import { moveFacts } from './move-facts'
import { startMove } from './start-move'

type Row = Awaited<ReturnType<typeof listMovesToDrive>>[number]

/** Attempts per run: a refused move takes no place and must not block the next ones. */
const triesMax = 40

/** Advances every unfinished relocation as far as its rows and its window allow. */
export async function driveRelocations(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  for (const id of await withSystem(ctx, listRelocationsToDrive)) {
    const turn = await withSystem(ctx, (tx) => reconcile(tx, ctx, id))
    if (!turn) continue
    let { room } = turn
    for (const instanceId of [...turn.due, ...turn.back].slice(0, triesMax)) {
      if (room === 0) break
      const outcome = await startMove(ctx, { relocationId: id, instanceId: toId('instance', instanceId) })
      if (outcome === 'started') room -= 1
      if (outcome === 'over') break
    }
  }
}

/** Records ended moves, and ends the relocation where required. */
async function reconcile(tx: Tx, ctx: OpContext, id: Id<'relocation'>): Promise<Turn | null> {
  const relocation = await tryLockRelocation(tx, id)
  if (!relocation) return null
  const rows = await listMovesToDrive(tx, id)
  const turn = decideRelocation(relocation, rows.map(moveFacts), ctx.now)
  for (const { instanceId, to, failureCode } of turn.finished) {
    await updateMove(tx, id, toId('instance', instanceId), {
      state: to,
      failureCode,
      finishedAt: ctx.now,
    })
  }
  if (relocation.state === 'running' && relocation.hostId) {
    const { state } = await lockHost(tx, relocation.hostId)
    // Someone declared another state meanwhile: moves from a dead host would only fail.
    if (state !== 'draining' && !hostPermits[state].takesServers)
      return { ...(await end(tx, ctx, relocation, rows, turn, 'paused')), due: [] }
  }
  return turn.ends ? end(tx, ctx, relocation, rows, turn, turn.ends) : turn
}

async function end(
  tx: Tx,
  ctx: OpContext,
  relocation: RelocationRow,
  rows: readonly Row[],
  turn: Turn,
  ends: 'paused' | 'undone' | 'over',
): Promise<Turn> {
  const { id, hostId, reason } = relocation
  if (ends === 'paused') {
    await updateRelocation(tx, id, { state: 'paused' })
    return turn
  }
  if (hostId) {
    const host = await lockHost(tx, hostId)
    // The remaining servers leave when their erasure is due, or wait for a person.
    if (ends === 'over' && host.allocations > 0) return turn
    if (ends === 'over' && host.state === 'draining')
      await recordHostState(tx, ctx, hostId, host, { state: 'maintenance', reason })
    const before = hostStates.find((each) => each === relocation.hostStateBefore)
    if (ends === 'undone' && host.state === 'in_service' && before && before !== 'in_service')
      await recordHostState(tx, ctx, hostId, host, { state: before, reason })
  }
  const state = ends === 'over' ? 'done' : 'undone'
  await updateRelocation(tx, id, { state, finishedAt: ctx.now })
  const stateAfter = new Map(turn.finished.map((each) => [each.instanceId, each.to]))
  const stateOf = ({ move }: Row) => stateAfter.get(move.instanceId) ?? move.state
  const count = (of: string) => rows.filter((row) => stateOf(row) === of).length
  await recordAudit(tx, ctx, 'relocation.finished', {
    organisationId: null,
    kind: 'relocation',
    id,
    details: { to: state, moved: count('moved'), returned: count('returned'), failed: count('failed') },
  })
  const found = await findRelocation(tx, id)
  const touched = rows
    .filter((row) => ['moved', 'returned'].includes(stateOf(row)))
    .map(({ move, name, instanceState }) => ({
      instanceId: move.instanceId,
      organisationId: move.organisationId,
      name,
      isRunning: instanceState === 'running',
    }))
  const { startsAt, endsAt } = relocation
  await notifyCustomers(tx, ctx, 'move_done', { zone: found?.zone ?? '', reason, startsAt, endsAt }, touched)
  return turn
}
