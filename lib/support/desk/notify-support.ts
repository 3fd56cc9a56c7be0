import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatDateTime } from '~/lib/kernel/text/format'
import { operatorLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { findMessage } from '../queries/threads'
import { findTicket, type TicketRow } from '../queries/tickets'
import { ticketReference } from '../tickets/ticket-reference'
import { findActiveStaff, findOrganisationName, listSupportStaff } from './queries/people'

/** Notifies the assignee, or the whole support team for an unassigned ticket, that a customer wrote. */
export async function notifySupport(
  ctx: OpContext,
  { messageId }: { messageId: Id<'ticketMessage'> },
): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    const message = await findMessage(tx, messageId)
    const ticket = message && (await findTicket(tx, message.ticketId))
    // Answered or closed before the mail was sent.
    if (!ticket || ticket.state === 'closed' || ticket.lastMessageBy === 'support') return
    await mailSupport(tx, ticket, message.isFirst ? 'opened' : 'answered')
  })
}

/** In `tx`: mails the staff responsible for this ticket a link to it. */
export async function mailSupport(
  tx: Tx,
  ticket: TicketRow,
  why: 'opened' | 'answered' | 'due',
): Promise<void> {
  const assigned = ticket.assignedStaffId ? await findActiveStaff(tx, ticket.assignedStaffId) : null
  const organisation = await findOrganisationName(tx, ticket.organisationId)
  for (const { email, name, locale } of assigned ? [assigned] : await listSupportStaff(tx)) {
    await queueMail(tx, {
      to: email,
      locale,
      template: 'ticket-to-answer',
      params: {
        name,
        organisation,
        number: ticketReference(ticket.number),
        subject: ticket.subject,
        why,
        dueAt: ticket.answeredAt ? '' : formatDateTime(ticket.answerDueAt, locale),
        url: operatorLink(routes.operator.ticket(ticket.id)),
      },
    })
  }
}
