import type { TicketState } from '~/db/schema/support'

/** A resolved ticket is closed after this many days without a message; until then an answer reopens it. */
export const closesAfterDays = 7

/** States in which support can leave a ticket with an answer. */
export const answerOutcomes = ['waiting', 'in_progress', 'resolved'] as const
export type AnswerOutcome = (typeof answerOutcomes)[number]

export type TicketEvent =
  /** Taken by a member of staff. */
  | { kind: 'taken' }
  | { kind: 'support_answered'; leaves: AnswerOutcome }
  | { kind: 'customer_answered' }
  /** Closed by the customer. */
  | { kind: 'customer_closed' }
  /** The resolved period has ended. */
  | { kind: 'time_passed' }

/** The next state, which may be the same; null when the event is not allowed. Pure. */
export function nextState(from: TicketState, event: TicketEvent): TicketState | null {
  // A closed ticket is final: a new ticket is needed.
  if (from === 'closed') return null
  switch (event.kind) {
    case 'taken':
      return from === 'new' ? 'in_progress' : from
    case 'support_answered':
      return event.leaves
    case 'customer_answered':
      return from === 'new' ? 'new' : 'in_progress'
    case 'customer_closed':
      return 'closed'
    case 'time_passed':
      return from === 'resolved' ? 'closed' : null
  }
}

/** When a ticket resolved at that time is closed. Pure. */
export const closesAt = (resolvedAt: Date): Date =>
  new Date(resolvedAt.getTime() + closesAfterDays * 86_400_000)

/**
 * The effective state: a resolved ticket counts as closed after its period, even before the sweeper has closed it.
 * Pure.
 */
export const stateAt = (
  { state, resolvedAt }: { state: TicketState; resolvedAt: Date | null },
  now: Date,
): TicketState => (resolvedAt && closesAt(resolvedAt) <= now ? 'closed' : state)
