import type { Tx } from '~/db/client'
import { authorize, may, rolesAllowing } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findTicket, lockTicket, type TicketRow } from '../queries/tickets'
import { isInScope, type TicketScope, ticketScope } from './ticket-scope'

/** The scope of tickets visible to this member. The caller has authorised. */
export function scopeOf(ctx: OpContext): TicketScope {
  invariant(ctx.actor.kind === 'account' && ctx.membership, 'authorize lets members pass only')
  return ticketScope(ctx.actor.accountId, ctx.membership)
}

/**
 * The ticket, if visible to this member.
 *
 * @throws DomainError `not_found`
 */
export async function findOwnTicket(tx: Tx, ctx: OpContext, id: Id<'ticket'>): Promise<TicketRow> {
  return inScope(ctx, await findTicket(tx, id))
}

/**
 * Locks the ticket for a change that this member may make.
 *
 * @throws DomainError `not_found`, `forbidden`
 */
export async function lockOwnTicket(tx: Tx, ctx: OpContext, id: Id<'ticket'>): Promise<TicketRow> {
  const ticket = inScope(ctx, await lockTicket(tx, id))
  authorize(ctx, 'support:write', ticket.projectId ?? undefined)
  if (!isWithinReach(ctx, ticket))
    throw new DomainError('forbidden', { params: { permission: 'support:write' } })
  return ticket
}

type Of = Pick<TicketRow, 'projectId' | 'openedByAccountId'>

/** Whether this member may write in it, to adapt the form; it is no access check. */
export const mayWrite = (ctx: OpContext, ticket: Of): boolean =>
  may(ctx, 'support:write', ticket.projectId ?? undefined) && isWithinReach(ctx, ticket)

/**
 * A ticket without a project belongs to the organisation: a permission in a project does not reach it, except for its
 * author.
 */
function isWithinReach(ctx: OpContext, { projectId, openedByAccountId }: Of): boolean {
  if (projectId !== null || scopeOf(ctx).accountId === openedByAccountId) return true
  return ctx.membership !== null && rolesAllowing('support:write').includes(ctx.membership.role)
}

function inScope(ctx: OpContext, ticket: TicketRow | null): TicketRow {
  if (!ticket || !isInScope(scopeOf(ctx), ticket)) throw new DomainError('not_found')
  return ticket
}
