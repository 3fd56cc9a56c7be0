import type { SubjectKind } from '~/db/schema/sla/sla'
import type { Id } from '~/lib/kernel/ids'
import { type Reading, stateBetween } from '../availability/transitions'
import { longestGapMs, roundMs } from './rounds'

/** One subject's state in a round. */
export type SubjectReading = {
  subjectId: string
  kind: SubjectKind
  organisationId: Id<'organisation'> | null
  reading: Reading
  /** For a server found switched off although it is meant to run: since when it is meant to run. */
  endedAfterStartAt?: number
}

/** A subject's state after the previous round: that of its newest transition, null without any. */
export type KnownState = {
  subjectId: string
  organisationId: Id<'organisation'> | null
  reading: Reading
  state: Reading | null
}

export type PlannedRound = {
  /** The time since the previous round is too long to know the state in between. */
  isGap: boolean
  /** All at the instant of the previous round, because the state since then is known only now. */
  transitions: { subjectId: string; organisationId: Id<'organisation'> | null; state: Reading }[]
  /** Changed rows. For a new subject, the state of its newest transition, if any. */
  changed: (Omit<SubjectReading, 'endedAfterStartAt'> & { state: Reading | null; isNew: boolean })[]
  /** Subjects no longer probed. */
  left: string[]
}

/**
 * The changes of a round against the previous one; unchanged subjects write nothing. A subject no longer probed is
 * unknown from the previous round on. Pure; milliseconds, UTC.
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
    const reading = wasShutDownFromInside(subject, last, before.at) ? 'unknown' : subject.reading
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
 * A server that is off on a working host, without a stop from our side: its customer may have shut it down from inside,
 * which earns no credit. One that was already seen down while running has not recovered from that failure, and stays
 * down; observations during its start do not count.
 */
function wasShutDownFromInside(
  { endedAfterStartAt }: SubjectReading,
  last: KnownState | undefined,
  beforeAt: number | null,
): boolean {
  if (endedAfterStartAt === undefined) return false
  const wasDown = last?.reading === 'down' && beforeAt !== null && endedAfterStartAt < beforeAt - roundMs
  return !wasDown
}
