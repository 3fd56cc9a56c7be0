import { type Tx, withSystem } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { planDrain, readDrainZone } from '~/lib/placement'
import { moveInstance } from '~/lib/resources'
import { listMovesToDrive, lockRelocation, type RelocationMoveRow, updateMove } from '../queries/relocations'
import { decideRelocation } from './decide-relocation'
import { moveFacts } from './move-facts'

type Which = { relocationId: Id<'relocation'>; instanceId: Id<'instance'> }
/** `waits`: it cannot move now and keeps its turn. `over`: nothing more may start. */
export type StartOutcome = 'started' | 'waits' | 'given_up' | 'over'

const replansMax = 3
const gone: readonly string[] = ['deleted', 'purging', 'purged', 'failed']
/** Reasons for which a server can never leave its host; any other forbidding state may pass. */
const permanentReasons: readonly (string | undefined)[] = ['one_host', 'local_volumes', 'is_lost']

/**
 * Starts the server's move or its return, if still allowed: decided again under the lock of its relocation, so that two
 * workers never start it twice or exceed the limit.
 */
export async function startMove(ctx: OpContext, which: Which): Promise<StartOutcome> {
  try {
    return await withSystem(ctx, (tx) => start(tx, ctx, which))
  } catch (refusal) {
    if (!(refusal instanceof DomainError)) throw refusal
    return withSystem(ctx, (tx) => afterRefusal(tx, ctx, which, refusal))
  }
}

async function find(tx: Tx, ctx: OpContext, { relocationId, instanceId }: Which) {
  const relocation = await lockRelocation(tx, relocationId)
  if (!relocation) return null
  const rows = await listMovesToDrive(tx, relocationId)
  const row = rows.find(({ move }) => move.instanceId === instanceId)
  const turn = decideRelocation(relocation, rows.map(moveFacts), ctx.now)
  if (!row || turn.room === 0) return null
  const direction = turn.due.includes(instanceId) ? 'there' : turn.back.includes(instanceId) ? 'back' : null
  const { zoneId, concurrentMax } = relocation
  return direction && { row, direction, zoneId, isOnlyOne: turn.room === concurrentMax }
}

async function start(tx: Tx, ctx: OpContext, which: Which): Promise<StartOutcome> {
  const found = await find(tx, ctx, which)
  if (!found) return 'over'
  const { move } = found.row
  const isBack = found.direction === 'back'
  const { sagaId } = await moveInstance(tx, ctx, {
    instanceId: which.instanceId,
    toHostId: isBack ? move.fromHostId : move.toHostId,
    // A move that broke a placement rule may break it on the way back too.
    mayBreakRules: move.mayBreakRules,
  })
  await updateMove(tx, which.relocationId, which.instanceId, {
    state: isBack ? 'returning' : 'moving',
    sagaId,
    startedAt: ctx.now,
    finishedAt: null,
  })
  return 'started'
}

async function afterRefusal(
  tx: Tx,
  ctx: OpContext,
  which: Which,
  refusal: DomainError,
): Promise<StartOutcome> {
  const found = await find(tx, ctx, which)
  if (!found) return 'over'
  const { row, direction, zoneId, isOnlyOne } = found
  const giveUp = async (state: 'failed' | 'skipped', failureCode: string) => {
    const { relocationId, instanceId } = which
    await updateMove(tx, relocationId, instanceId, { state, failureCode, finishedAt: ctx.now })
    return 'given_up' as const
  }
  if (gone.includes(row.instanceState)) return giveUp('skipped', 'gone')
  const why = refusal.params.reason
  if (refusal.code === 'state_forbids')
    return permanentReasons.includes(why) ? giveUp('failed', why ?? '') : 'waits'
  if (refusal.code !== 'insufficient_capacity') return giveUp('failed', refusal.code)
  // A move in progress may free the missing room.
  if (!isOnlyOne) return 'waits'
  if (direction === 'back') return giveUp('failed', why ?? refusal.code)
  const isPlanned = row.move.replans < replansMax && (await planElsewhere(tx, zoneId, row.move))
  return isPlanned ? 'waits' : giveUp('failed', why ?? refusal.code)
}

/** Plans another host for one server in the current state; false when there is none. */
async function planElsewhere(tx: Tx, zoneId: Id<'zone'>, move: RelocationMoveRow): Promise<boolean> {
  const { relocationId, instanceId, fromHostId, replans } = move
  const { hosts } = await readDrainZone(tx, zoneId, () => [fromHostId])
  const planned = planDrain(hosts, new Set([fromHostId])).moves.find((each) => each.serverId === instanceId)
  if (!planned || planned.toHostId === move.toHostId) return false
  const { toHostId, mayBreakRules } = planned
  await updateMove(tx, relocationId, instanceId, { toHostId, mayBreakRules, replans: replans + 1 })
  return true
}
