import type { Tx } from '~/db/client'
import { authorize, may, rolesThat } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findTicket, lockTicket, type TicketRow } from '../queries/tickets'
import { isInScope, type TicketScope, ticketScope } from './ticket-scope'

/** What this member sees of its organisation's tickets. The caller has authorised. */
export function scopeOf(ctx: OpContext): TicketScope {
  invariant(ctx.actor.kind === 'account' && ctx.membership, 'authorize lets members pass only')
  return ticketScope(ctx.actor.accountId, ctx.membership)
}

/** The ticket, of those that this member sees. @throws DomainError `not_found` */
export async function findOwnTicket(tx: Tx, ctx: OpContext, id: Id<'ticket'>): Promise<TicketRow> {
  return inScope(ctx, await findTicket(tx, id))
}

/** The same, held for a change that this member may make. @throws DomainError `not_found`, `forbidden` */
export async function lockOwnTicket(tx: Tx, ctx: OpContext, id: Id<'ticket'>): Promise<TicketRow> {
  const ticket = inScope(ctx, await lockTicket(tx, id))
  authorize(ctx, 'support:write', ticket.projectId ?? undefined)
  if (!isWithinReach(ctx, ticket))
    throw new DomainError('forbidden', { params: { permission: 'support:write' } })
  return ticket
}

type Of = Pick<TicketRow, 'projectId' | 'openedByAccountId'>

/** Whether this member may write in it: to explain a form, never to protect. */
export const mayWrite = (ctx: OpContext, ticket: Of): boolean =>
  may(ctx, 'support:write', ticket.projectId ?? undefined) && isWithinReach(ctx, ticket)

/** Without a project a ticket is the organisation's: a right in a project does not reach it, unless one opened it. */
function isWithinReach(ctx: OpContext, { projectId, openedByAccountId }: Of): boolean {
  if (projectId !== null || scopeOf(ctx).accountId === openedByAccountId) return true
  return ctx.membership !== null && rolesThat('support:write').includes(ctx.membership.role)
}

function inScope(ctx: OpContext, ticket: TicketRow | null): TicketRow {
  if (!ticket || !isInScope(scopeOf(ctx), ticket)) throw new DomainError('not_found')
  return ticket
}
