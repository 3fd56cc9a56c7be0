import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { listStaffNamed } from './desk/queries/people'
import { answerStatusOf } from './desk/response-objective'
import { listAttachments, listMessages } from './queries/threads'
import { listTicketChanges, type TicketRow } from './queries/tickets'
import { ticketReference } from './tickets/ticket-reference'
import { closesAt, stateAt } from './tickets/ticket-state'
import type { ThreadPart, TicketEntry, TicketView } from './views'

type Names = { openedBy: string | null; project: string | null }

export function toEntry(ticket: TicketRow, { openedBy, project }: Names, now: Date): TicketEntry {
  return {
    id: ticket.id,
    reference: ticketReference(ticket.number),
    subject: ticket.subject,
    category: ticket.category,
    priority: ticket.priority,
    state: stateAt(ticket, now),
    openedBy,
    project,
    openedAt: ticket.openedAt.toISOString(),
    lastMessageAt: ticket.lastMessageAt.toISOString(),
    lastMessageBy: ticket.lastMessageBy,
    answer: {
      standing: answerStatusOf(ticket, now),
      dueAt: ticket.answerDueAt.toISOString(),
      answeredAt: ticket.answeredAt?.toISOString() ?? null,
    },
  }
}

/** Facts shown only on the ticket's page. */
export function toDetail(ticket: TicketRow, now: Date): Omit<TicketView, keyof TicketEntry | 'thread'> {
  const { resourceKind: kind, resourceId: id, resourceName: name } = ticket
  const isResolved = stateAt(ticket, now) === 'resolved'
  return {
    projectId: ticket.projectId,
    resource: kind && id && name ? { kind, id, name } : null,
    closesAt: isResolved && ticket.resolvedAt ? closesAt(ticket.resolvedAt).toISOString() : null,
  }
}

/** Messages and state changes, oldest first; with `isStaff`, including the names of staff. */
export async function readThread(
  tx: Tx,
  ticketId: Id<'ticket'>,
  { isStaff }: { isStaff: boolean },
): Promise<ThreadPart[]> {
  const messages = await listMessages(tx, ticketId)
  const files = await listAttachments(tx, ticketId)
  const changes = await listTicketChanges(tx, ticketId)
  const staff = isStaff
    ? await listStaffNamed(
        tx,
        messages.flatMap(({ staffId }) => staffId ?? []),
      )
    : []
  const said = messages.map(({ id, side, author, staffId, body, createdAt }) => ({
    kind: 'message' as const,
    id,
    side,
    author: side === 'customer' ? author : (staff.find((each) => each.id === staffId)?.name ?? null),
    body,
    at: createdAt.toISOString(),
    files: files.flatMap(({ messageId, ...file }) => (messageId === id ? file : [])),
  }))
  const became = changes
    // The opening is shown as the first message.
    .filter(({ fromState }) => fromState !== null)
    .map(({ id, toState, actor, changedAt }) => ({
      kind: 'change' as const,
      id,
      to: toState,
      actor,
      at: changedAt.toISOString(),
    }))
  // At equal times messages come first, because the sort is stable.
  return [...said, ...became].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
