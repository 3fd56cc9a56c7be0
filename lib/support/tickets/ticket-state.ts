import type { TicketState } from '~/db/schema/support'

/** After so many days without a word, what is resolved is closed; until then an answer opens it again. */
export const closesAfterDays = 7

/** How support leaves a ticket with an answer. */
export const answerOutcomes = ['waiting', 'in_progress', 'resolved'] as const
export type AnswerOutcome = (typeof answerOutcomes)[number]

export type TicketEvent =
  /** Somebody of support takes it. */
  | { kind: 'taken' }
  | { kind: 'support_answered'; leaves: AnswerOutcome }
  | { kind: 'customer_answered' }
  /** The customer needs nothing more. */
  | { kind: 'customer_closed' }
  /** Its days are over. */
  | { kind: 'time_passed' }

/** The state after this, which may be the same one; null where it cannot happen. Pure. */
export function nextState(from: TicketState, event: TicketEvent): TicketState | null {
  // What is closed is the past: who needs more opens another.
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

/** When what was resolved then is closed. Pure. */
export const closesAt = (resolvedAt: Date): Date =>
  new Date(resolvedAt.getTime() + closesAfterDays * 86_400_000)

/** What is resolved is closed once its days are over, whether or not somebody has swept it yet. Pure. */
export const stateAt = (
  { state, resolvedAt }: { state: TicketState; resolvedAt: Date | null },
  now: Date,
): TicketState => (resolvedAt && closesAt(resolvedAt) <= now ? 'closed' : state)
