import type { TicketImpact, TicketPriority } from '~/db/schema/support'
import { addBusinessHours } from '~/lib/kernel/time/business-hours'

/** How soon support answers for the first time; around the clock, or in business hours. */
export const responseObjectives = {
  critical: { hours: 1, isAroundTheClock: true },
  high: { hours: 4, isAroundTheClock: false },
  normal: { hours: 8, isAroundTheClock: false },
  low: { hours: 16, isAroundTheClock: false },
} as const satisfies Record<TicketPriority, { hours: number; isAroundTheClock: boolean }>

const priorities: Record<TicketImpact, TicketPriority> = {
  down: 'critical',
  degraded: 'high',
  minor: 'normal',
  none: 'low',
}

/** What the customer says it does to their service decides how soon it is answered. Pure. */
export const priorityOf = (impact: TicketImpact): TicketPriority => priorities[impact]

/** The part of the objective after which an answer that is missing is called for. */
const remindShare = 0.5

/**
 * By when the first answer is promised, and when staff are reminded of it. What the contract promises of the
 * organisation's bundles holds where the service is down, when that is sooner. Pure.
 */
export function promiseAnswer(
  priority: TicketPriority,
  openedAt: Date,
  contractMinutes: number | null,
): { dueAt: Date; remindAt: Date } {
  const { hours: hoursMax, isAroundTheClock } = responseObjectives[priority]
  const isByContract = priority === 'critical' && contractMinutes !== null
  const hours = isByContract ? Math.min(hoursMax, contractMinutes / 60) : hoursMax
  const after = (share: number) =>
    isAroundTheClock
      ? new Date(openedAt.getTime() + hours * share * 3_600_000)
      : addBusinessHours(openedAt, hours * share)
  return { dueAt: after(1), remindAt: after(remindShare) }
}

type MeasuredAnswer = {
  openedAt: Date
  answerDueAt: Date
  answeredAt: Date | null
  closedAt: Date | null
}

/** `pending`: time is left. `late`: missed, and still to be given. `none`: closed before it was due, without one. */
export type AnswerStanding = 'pending' | 'late' | 'kept' | 'missed' | 'none'

/** How the promise of a first answer stands at `now`; an answer at the last moment is in time. Pure. */
export function standingOf(ticket: Omit<MeasuredAnswer, 'openedAt'>, now: Date): AnswerStanding {
  const { answerDueAt, answeredAt, closedAt } = ticket
  if (answeredAt) return answeredAt <= answerDueAt ? 'kept' : 'missed'
  if (closedAt) return closedAt <= answerDueAt ? 'none' : 'missed'
  return answerDueAt < now ? 'late' : 'pending'
}

export type AnswerFigures = {
  measured: number
  kept: number
  /** Of the first answers that were given, milliseconds of the clock; null when there is none. */
  medianMs: number | null
}

/** Of the promises that were due or answered by `now`: how many, how many were kept, and how long answers took. Pure. */
export function measureAnswers(tickets: readonly MeasuredAnswer[], now: Date): AnswerFigures {
  const standings = tickets.map((ticket) => standingOf(ticket, now))
  const taken = tickets
    .flatMap(({ openedAt, answeredAt }) => (answeredAt ? [answeredAt.getTime() - openedAt.getTime()] : []))
    .sort((a, b) => a - b)
  const upper = taken[Math.floor(taken.length / 2)]
  const lower = taken[Math.floor((taken.length - 1) / 2)]
  return {
    measured: standings.filter((each) => each !== 'pending' && each !== 'none').length,
    kept: standings.filter((each) => each === 'kept').length,
    medianMs: upper === undefined || lower === undefined ? null : Math.round((lower + upper) / 2),
  }
}
