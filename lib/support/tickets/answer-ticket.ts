import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, limitTicketMessages } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { deleteFollower, insertFollower } from '../queries/tickets'
import type { answerTicketInput, closeTicketInput, followTicketInput } from '../schema'
import { moveTicket } from './move-ticket'
import { findOwnTicket, lockOwnTicket } from './own-ticket'
import { ticketReference } from './ticket-reference'
import { writeMessage } from './write-message'

/**
 * Adds a message of the customer, notifies support and reopens a resolved ticket. The author becomes a follower.
 *
 * @throws DomainError `not_found`, `forbidden`, `rate_limited`, `state_forbids` (`ticket_closed`), `invalid_input`
 */
export async function answerTicket(ctx: OpContext, input: z.output<typeof answerTicketInput>): Promise<void> {
  authorize(ctx, 'support:write')
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const { accountId } = ctx.actor
  await limitTicketMessages(ctx, accountId)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const { ticketId, body, files } = input
    const ticket = await lockOwnTicket(tx, ctx, ticketId)
    await moveTicket(tx, ctx, ticket, {
      event: { kind: 'customer_answered' },
      actor: 'customer',
      also: { lastMessageAt: ctx.now, lastMessageBy: 'customer' },
    })
    await writeMessage(tx, ctx, { organisationId, ticketId, body, files })
    await insertFollower(tx, { organisationId, ticketId, accountId })
    await recordAudit(tx, ctx, 'ticket.answered', {
      organisationId,
      kind: 'ticket',
      id: ticketId,
      details: { number: ticketReference(ticket.number), files: files.length },
    })
  })
}

/**
 * The customer closes the ticket for good.
 *
 * @throws DomainError `not_found`, `forbidden`, `state_forbids`
 */
export async function closeTicket(
  ctx: OpContext,
  { ticketId }: z.output<typeof closeTicketInput>,
): Promise<void> {
  authorize(ctx, 'support:write')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const ticket = await lockOwnTicket(tx, ctx, ticketId)
    await moveTicket(tx, ctx, ticket, { event: { kind: 'customer_closed' }, actor: 'customer' })
    await recordAudit(tx, ctx, 'ticket.closed', {
      organisationId,
      kind: 'ticket',
      id: ticketId,
      details: { number: ticketReference(ticket.number) },
    })
  })
}

/**
 * Starts or stops mailing this person answers.
 *
 * @throws DomainError `not_found`
 */
export async function followTicket(
  ctx: OpContext,
  { ticketId, isFollowing }: z.output<typeof followTicketInput>,
): Promise<void> {
  authorize(ctx, 'support:read')
  await withOrganisation(ctx, async (tx, organisationId) => {
    await findOwnTicket(tx, ctx, ticketId)
    invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
    const { accountId } = ctx.actor
    if (isFollowing) await insertFollower(tx, { organisationId, ticketId, accountId })
    else await deleteFollower(tx, ticketId, accountId)
  })
}
