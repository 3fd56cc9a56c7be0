export { answerCustomer, assignTicket, noteTicket, takeTicket } from './desk/act-on-ticket'
export { listCustomerTickets } from './desk/list-customer-tickets'
export { notifySupport } from './desk/notify-support'
export {
  countTicketsToAnswer,
  listLateTickets,
  readStaffAttachment,
  readStaffTicket,
  readTicketQueue,
} from './desk/read-queue'
export { sweepTickets } from './desk/sweep-tickets'
export { uploadStaffFile, uploadTicketFile } from './files/upload-file'
export { answerTicket, closeTicket, followTicket } from './tickets/answer-ticket'
export { type OpenedTicket, openTicket, openTicketIn } from './tickets/open-ticket'
export { readAnsweredTickets } from './tickets/read-answered'
export {
  getTicket,
  listTicketSubjects,
  listTickets,
  readAttachment,
  ticketsPerPage,
} from './tickets/read-tickets'
export { searchTickets } from './tickets/search-tickets'
