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
export type { StaffTicketView, TicketCount } from './desk/read-queue'
export {
  type AnswerFigures,
  type AnswerStatus,
  priorityOf,
  responseObjectives,
} from './desk/response-objective'
export type { TicketSubjects } from './tickets/read-tickets'
export { type AnswerOutcome, answerOutcomes } from './tickets/ticket-state'
export type {
  AnsweredTicket,
  StaffTicketEntry,
  ThreadPart,
  TicketCategory,
  TicketEntry,
  TicketPriority,
  TicketState,
} from './views'
