import type { TicketImpact, TicketPriority } from '~/db/schema/support'
import { addBusinessHours } from '~/lib/kernel/time/business-hours'

/** Time to the first answer of support: around the clock, or in business hours. */
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

/** The impact stated by the customer determines the priority. Pure. */
export const priorityOf = (impact: TicketImpact): TicketPriority => priorities[impact]

/** Share of the objective after which staff are reminded of a missing answer. */
const remindShare = 0.5

/**
 * The deadline of the first answer, and the time of the reminder. For a service outage, the contract's objective for
 * the organisation's bundles applies when it is sooner. Pure.
 */
export function answerDeadline(
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

/**
 * `pending`: before the deadline. `late`: missed and still unanswered. `none`: closed before the deadline without an
 * answer.
 */
export type AnswerStatus = 'pending' | 'late' | 'kept' | 'missed' | 'none'

/** The state of a first answer's deadline at `now`; an answer exactly at the deadline is in time. Pure. */
export function answerStatusOf(ticket: Omit<MeasuredAnswer, 'openedAt'>, now: Date): AnswerStatus {
  const { answerDueAt, answeredAt, closedAt } = ticket
  if (answeredAt) return answeredAt <= answerDueAt ? 'kept' : 'missed'
  if (closedAt) return closedAt <= answerDueAt ? 'none' : 'missed'
  return answerDueAt < now ? 'late' : 'pending'
}

export type AnswerFigures = {
  measured: number
  kept: number
  /** Median time to the answers given, in real milliseconds; null without any. */
  medianMs: number | null
}

/**
 * Statistics over the deadlines reached or answered by `now`: their number, how many were kept, and answer times. Pure.
 */
export function measureAnswers(tickets: readonly MeasuredAnswer[], now: Date): AnswerFigures {
  const standings = tickets.map((ticket) => answerStatusOf(ticket, now))
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
