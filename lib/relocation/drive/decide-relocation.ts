import type { RelocationMoveState, RelocationState } from '~/db/schema/planning'
import type { SagaState } from '~/db/schema/provisioning'

export type RelocationFacts = {
  state: RelocationState
  concurrentMax: number
  startsAt: Date
  endsAt: Date | null
}
export type MoveFacts = {
  instanceId: string
  position: number
  state: RelocationMoveState
  /** The customer's earliest time. */
  slotAt: Date | null
  /** The saga of its current move. */
  saga: { state: SagaState; failureCode: string | null } | null
}

export type FinishedMove = { instanceId: string; to: RelocationMoveState; failureCode: string | null }
export type Turn = {
  /** Moves that ended since the last run. */
  finished: FinishedMove[]
  /** Moves that may start now, in this order; at most `room`. */
  due: string[]
  /** Moves that may be undone now, the last one made first; at most `room`. */
  back: string[]
  room: number
  /** The final state of the relocation; null when it continues. `over`: nothing waits or moves. */
  ends: 'paused' | 'undone' | 'over' | null
}

/**
 * Decides the next actions of a relocation from its rows alone. Moves start in the order of their slots, then of the
 * plan, only within the window, never more at once than allowed. A failed one waits for a person. Pure.
 */
export function decideRelocation(facts: RelocationFacts, moves: readonly MoveFacts[], now: Date): Turn {
  const finished = moves.flatMap((move) => finishedMove(facts, move))
  const after = new Map(finished.map((each) => [each.instanceId, each.to]))
  const current = moves.map((move) => ({ ...move, state: after.get(move.instanceId) ?? move.state }))
  const count = (...states: RelocationMoveState[]) =>
    current.filter((move) => states.includes(move.state)).length
  const room = Math.max(0, facts.concurrentMax - count('moving', 'returning'))
  const turn = { finished, room, due: [] as string[], back: [] as string[] }
  if (facts.state === 'undoing') {
    const back = count('moving') > 0 ? [] : current.filter((move) => move.state === 'moved').sort(lastFirst)
    return {
      ...turn,
      back: back.map((move) => move.instanceId),
      ends: count('moving', 'returning', 'moved') === 0 ? 'undone' : null,
    }
  }
  if (facts.state !== 'running') return { ...turn, ends: null }
  if (count('waiting') > 0 && facts.endsAt && now >= facts.endsAt) return { ...turn, ends: 'paused' }
  if (count('waiting', 'moving', 'returning') === 0 && now >= facts.startsAt)
    return { ...turn, ends: count('failed') > 0 ? 'paused' : 'over' }
  const startOf = (move: MoveFacts) => Math.max(facts.startsAt.getTime(), move.slotAt?.getTime() ?? 0)
  const due = current
    .filter((move) => move.state === 'waiting' && startOf(move) <= now.getTime())
    .sort((a, b) => startOf(a) - startOf(b) || a.position - b.position)
  return { ...turn, due: due.map((move) => move.instanceId), ends: null }
}

function finishedMove(facts: RelocationFacts, move: MoveFacts): FinishedMove[] {
  const { instanceId, saga } = move
  const isOff = facts.state === 'undoing' || facts.state === 'stopped'
  if (move.state === 'waiting' && isOff) return [{ instanceId, to: 'skipped', failureCode: null }]
  if (move.state !== 'moving' && move.state !== 'returning') return []
  if (saga?.state === 'succeeded')
    return [{ instanceId, to: move.state === 'moving' ? 'moved' : 'returned', failureCode: null }]
  if (saga?.state === 'undone') return [{ instanceId, to: 'failed', failureCode: saga.failureCode }]
  return []
}

const lastFirst = (a: MoveFacts, b: MoveFacts) => b.position - a.position
