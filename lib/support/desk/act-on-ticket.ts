import type { z } from 'zod'
import { type Tx, withStaff } from '~/db/client'
import { type AuditEventName, recordAudit } from '~/lib/audit'
import { emitEvent } from '~/lib/events'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockTicket, type TicketRow, updateTicket } from '../queries/tickets'
import type { answerCustomerInput, assignTicketInput, noteTicketInput, takeTicketInput } from '../schema'
import { moveTicket } from '../tickets/move-ticket'
import { notifyFollowers } from '../tickets/notify-followers'
import { ticketReference } from '../tickets/ticket-reference'
import { stateAt } from '../tickets/ticket-state'
import { writeMessage } from '../tickets/write-message'
import { listTicketAssignees } from './queries/people'
import { insertNote } from './queries/queue'
import { assigneeRoles } from './staff-roles'

/**
 * Assigns the ticket to this member of staff; of two concurrent calls one succeeds.
 *
 * @throws DomainError `not_found`, `conflict` (`ticket_taken`), `state_forbids`
 */
export async function takeTicket(
  ctx: OpContext,
  { ticketId }: z.output<typeof takeTicketInput>,
): Promise<void> {
  const staffId = authorizeStaff(ctx, 'support:answer')
  await withStaff(ctx, async (tx) => {
    const ticket = await lockExistingTicket(tx, ticketId)
    if (ticket.assignedStaffId === staffId) return
    if (ticket.assignedStaffId) throw new DomainError('conflict', { params: { reason: 'ticket_taken' } })
    const also = { assignedStaffId: staffId }
    await moveTicket(tx, ctx, ticket, { event: { kind: 'taken' }, actor: 'support', also })
    await record(tx, ctx, ticket, 'ticket.taken', {})
  })
}

/**
 * Assigns the ticket to this member of staff, or to no one.
 *
 * @throws DomainError `not_found`, `state_forbids`, `invalid_input`
 */
export async function assignTicket(ctx: OpContext, input: z.output<typeof assignTicketInput>): Promise<void> {
  authorizeStaff(ctx, 'support:answer')
  const staffId = input.staffId ?? null
  await withStaff(ctx, async (tx) => {
    const ticket = await lockExistingTicket(tx, input.ticketId)
    if (stateAt(ticket, ctx.now) === 'closed')
      throw new DomainError('state_forbids', { params: { reason: 'ticket_closed' } })
    if (staffId && !(await listTicketAssignees(tx, assigneeRoles)).some(({ id }) => id === staffId))
      throw new DomainError('invalid_input', { field: 'staffId', params: { reason: 'not_of_support' } })
    if (ticket.assignedStaffId === staffId) return
    await updateTicket(tx, ticket.id, { assignedStaffId: staffId })
    await record(tx, ctx, ticket, 'ticket.assigned', { to: staffId })
  })
}

/**
 * Adds an answer of support and moves the ticket to the state that the answer states. The first answer is measured
 * against its deadline; followers get a mail, endpoints a webhook. An unassigned ticket is assigned to the author.
 *
 * @throws DomainError `not_found`, `state_forbids` (`ticket_closed`), `invalid_input`
 */
export async function answerCustomer(
  ctx: OpContext,
  input: z.output<typeof answerCustomerInput>,
): Promise<void> {
  const staffId = authorizeStaff(ctx, 'support:answer')
  const { ticketId, body, files, leaves } = input
  await withStaff(ctx, async (tx) => {
    const ticket = await lockExistingTicket(tx, ticketId)
    await moveTicket(tx, ctx, ticket, {
      event: { kind: 'support_answered', leaves },
      actor: 'support',
      also: {
        assignedStaffId: ticket.assignedStaffId ?? staffId,
        answeredAt: ticket.answeredAt ?? ctx.now,
        lastMessageAt: ctx.now,
        lastMessageBy: 'support',
      },
    })
    const { organisationId } = ticket
    await writeMessage(tx, ctx, { organisationId, ticketId, body, files })
    const isResolved = leaves === 'resolved'
    await notifyFollowers(tx, ticket, { text: body, isResolved })
    await emitEvent(tx, ctx, {
      organisationId,
      event: isResolved ? 'ticket.resolved' : 'ticket.answered',
      data: { ticketId, number: ticketReference(ticket.number), projectId: ticket.projectId, state: leaves },
    })
    await record(tx, ctx, ticket, isResolved ? 'ticket.resolved' : 'ticket.answered', {
      files: files.length,
    })
  })
}

/**
 * Adds an internal note, which only staff read.
 *
 * @throws DomainError `not_found`
 */
export async function noteTicket(
  ctx: OpContext,
  { ticketId, body }: z.output<typeof noteTicketInput>,
): Promise<void> {
  const staffId = authorizeStaff(ctx, 'support:answer')
  await withStaff(ctx, async (tx) => {
    const { organisationId } = await lockExistingTicket(tx, ticketId)
    const id = newId('ticketNote', ctx.now.getTime())
    await insertNote(tx, { id, organisationId, ticketId, staffId, body, createdAt: ctx.now })
    // Without an organisation, so that the customer's audit journal does not reveal that notes exist.
    await recordAudit(tx, ctx, 'ticket.noted', { organisationId: null, kind: 'ticket', id: ticketId })
  })
}

async function lockExistingTicket(tx: Tx, id: Id<'ticket'>): Promise<TicketRow> {
  const ticket = await lockTicket(tx, id)
  if (!ticket) throw new DomainError('not_found')
  return ticket
}

async function record(
  tx: Tx,
  ctx: OpContext,
  ticket: TicketRow,
  event: AuditEventName,
  details: Record<string, unknown>,
): Promise<void> {
  const { id, organisationId, number } = ticket
  await recordAudit(tx, ctx, event, {
    organisationId,
    kind: 'ticket',
    id,
    details: { number: ticketReference(number), ...details },
  })
}
