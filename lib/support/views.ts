import type { TicketCategory, TicketPriority, TicketSide, TicketState } from '~/db/schema/support'
import type { Id } from '~/lib/kernel/ids'
import type { AnswerStatus } from './desk/response-objective'

export type { TicketCategory, TicketPriority, TicketState }

/** A ticket as a list row; instants are ISO strings. */
export type TicketEntry = {
  id: Id<'ticket'>
  reference: string
  subject: string
  category: TicketCategory
  priority: TicketPriority
  state: TicketState
  openedBy: string | null
  project: string | null
  openedAt: string
  lastMessageAt: string
  lastMessageBy: TicketSide
  /** The deadline of the first answer, and its state. */
  answer: { standing: AnswerStatus; dueAt: string; answeredAt: string | null }
}

type FileView = { id: Id<'ticketAttachment'>; name: string; sizeBytes: number }

/** The thread for both sides, oldest first. Staff names appear only on the operator site. */
export type ThreadPart =
  | {
      kind: 'message'
      id: string
      side: TicketSide
      author: string | null
      body: string
      at: string
      files: FileView[]
    }
  | { kind: 'change'; id: string; to: TicketState; actor: TicketSide | 'system'; at: string }

type TicketResource = { kind: 'instance' | 'volume'; id: string; name: string }

/** A ticket in full. */
export type TicketView = TicketEntry & {
  projectId: Id<'project'> | null
  resource: TicketResource | null
  /** When it will be closed automatically; null unless resolved. */
  closesAt: string | null
  thread: ThreadPart[]
}

/** A ticket as a row of the operator's queue. */
export type StaffTicketEntry = TicketEntry & {
  organisationId: Id<'organisation'>
  organisation: string
  assigned: { id: Id<'staff'>; name: string } | null
}

export type NoteView = { id: string; author: string | null; body: string; at: string }

/** A ticket in which support waits for the customer's answer; `since` is an ISO string. */
export type AnsweredTicket = { id: Id<'ticket'>; reference: string; subject: string; since: string }

export type TicketHit = { id: Id<'ticket'>; reference: string; subject: string }
