export {
  attachmentBounds,
  attachmentExtensions,
  openableCategories,
  type TicketPart,
  ticketCategories,
  ticketImpacts,
  ticketParts,
  ticketPriorities,
} from './choices'
export type { StaffTicketView, TicketCount } from './read-queue'
export type { TicketSubjects } from './read-tickets'
export { type AnswerFigures, type AnswerStanding, priorityOf, responseObjectives } from './response-objective'
export { type AnswerOutcome, answerOutcomes } from './ticket-state'
export type {
  StaffTicketEntry,
  ThreadPart,
  TicketCategory,
  TicketEntry,
  TicketPriority,
  TicketState,
} from './views'
