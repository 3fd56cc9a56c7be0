import type { Tx } from '~/db/client'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { listFollowers } from '../desk/queries/people'
import type { TicketRow } from '../queries/tickets'
import { ticketReference } from './ticket-reference'
import { isInScope, ticketScope } from './ticket-scope'
import { closesAfterDays } from './ticket-state'

/** In `tx`: mails support's answer to followers who still have access to the ticket. */
export async function notifyFollowers(
  tx: Tx,
  ticket: TicketRow,
  answer: { text: string; isResolved: boolean },
): Promise<void> {
  for (const follower of await listFollowers(tx, ticket.id)) {
    if (!isInScope(ticketScope(follower.accountId, follower), ticket)) continue
    // A guest who left the project no longer sees the ticket.
    if (follower.role === 'guest' && ticket.projectId && !(ticket.projectId in follower.projectRoles))
      continue
    await queueMail(tx, {
      to: follower.email,
      locale: follower.locale,
      template: 'ticket-answered',
      params: {
        name: follower.name,
        number: ticketReference(ticket.number),
        subject: ticket.subject,
        ...answer,
        days: closesAfterDays,
        url: portalLink(routes.org.ticket(ticket.organisationId, ticket.id)),
      },
    })
  }
}
