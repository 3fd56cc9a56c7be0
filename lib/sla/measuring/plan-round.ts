import type { SubjectKind } from '~/db/schema/sla/sla'
import type { Id } from '~/lib/kernel/ids'
import { type Reading, stateBetween } from '../availability/transitions'
import { longestGapMs, roundMs } from './rounds'

/** One subject as a round saw it. */
export type SubjectReading = {
  subjectId: string
  kind: SubjectKind
  organisationId: Id<'organisation'> | null
  reading: Reading
  /** Of a server that was found switched off though it is meant to run: since when it is. */
  endedAfterStartAt?: number
}

/** Where the round before left a subject; `state` is that of its newest transition, null without any. */
export type KnownState = {
  subjectId: string
  organisationId: Id<'organisation'> | null
  reading: Reading
  state: Reading | null
}

export type PlannedRound = {
  /** The time since the round before is too long to say anything of it. */
  isGap: boolean
  /** All of the instant of the round before: what has been since is known only now. */
  transitions: { subjectId: string; organisationId: Id<'organisation'> | null; state: Reading }[]
  /** Rows that are not as they were. Of one that is new, the state is that of its newest transition, if there is one. */
  changed: (Omit<SubjectReading, 'endedAfterStartAt'> & { state: Reading | null; isNew: boolean })[]
  /** No longer looked at. */
  left: string[]
}

/**
 * What a round changes, given the one before: what is as it was leaves no trace. A subject that is no longer looked at
 * is unknown from the round before on. Pure; milliseconds, UTC.
 */
export function planRound(
  before: { at: number | null; states: readonly KnownState[] },
  round: { at: number; readings: readonly SubjectReading[] },
): PlannedRound {
  const isGap = before.at !== null && round.at - before.at > longestGapMs
  const known = new Map(before.states.map((state) => [state.subjectId, state]))
  const plan: PlannedRound = { isGap, transitions: [], changed: [], left: [] }
  for (const subject of round.readings) {
    const { subjectId, organisationId, kind } = subject
    const last = known.get(subjectId)
    known.delete(subjectId)
    const reading = endedByItself(subject, last, before.at) ? 'unknown' : subject.reading
    const row = { subjectId, organisationId, kind, reading }
    if (!last || before.at === null) {
      plan.changed.push({ ...row, state: null, isNew: true })
      continue
    }
    const looks = [
      { at: before.at, reading: last.reading },
      { at: round.at, reading },
    ] as const
    const state = isGap ? last.state : stateBetween(...looks, longestGapMs)
    if (state !== last.state && state !== null) plan.transitions.push({ subjectId, organisationId, state })
    if (state !== last.state || reading !== last.reading) plan.changed.push({ ...row, state, isNew: false })
  }
  for (const { subjectId, organisationId, state } of known.values()) {
    if (state === 'up' || state === 'down')
      plan.transitions.push({ subjectId, organisationId, state: 'unknown' })
    plan.left.push(subjectId)
  }
  return plan
}

/**
 * A server that is off on a host that works, and that nobody of ours stopped: whoever has it may have switched it off
 * from within, and is not paid for that. One that was already seen down while it ran has not come back from what took it
 * down, and stays so; what was seen while it was still being started is no such look.
 */
function endedByItself(
  { endedAfterStartAt }: SubjectReading,
  last: KnownState | undefined,
  beforeAt: number | null,
): boolean {
  if (endedAfterStartAt === undefined) return false
  const wasDown = last?.reading === 'down' && beforeAt !== null && endedAfterStartAt < beforeAt - roundMs
  return !wasDown
}
