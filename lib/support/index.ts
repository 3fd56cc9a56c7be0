export { answerCustomer, assignTicket, noteTicket, takeTicket } from './act-on-ticket'
export { answerTicket, closeTicket, followTicket } from './answer-ticket'
export { type OpenedTicket, openTicket, openTicketIn } from './open-ticket'
export {
  countTicketsToAnswer,
  listLateTickets,
  readStaffAttachment,
  readStaffTicket,
  readTicketQueue,
} from './read-queue'
export { getTicket, listTicketSubjects, listTickets, readAttachment, ticketsPerPage } from './read-tickets'
export { sweepTickets } from './sweep-tickets'
export { tellSupport } from './tell-support'
export { uploadStaffFile, uploadTicketFile } from './upload-file'
