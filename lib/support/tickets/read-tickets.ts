import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { listProjectRows } from '~/lib/identity/rows'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findAttachment } from '../queries/threads'
import * as queries from '../queries/tickets'
import type { attachmentParams } from '../schema'
import { readThread, toDetail, toEntry } from '../to-view'
import type { TicketEntry, TicketView } from '../views'
import { findOwnTicket, mayWrite, scopeOf } from './own-ticket'
import { stateAt } from './ticket-state'

export const ticketsPerPage = 50
const resourcesMax = 500

/** A page of the tickets visible to this member, by latest message, and their total number. */
export async function listTickets(
  ctx: OpContext,
  { page, ...filter }: queries.TicketFilter & { page: number },
): Promise<{ rows: TicketEntry[]; total: number }> {
  authorize(ctx, 'support:read')
  const window = { limit: ticketsPerPage, offset: (page - 1) * ticketsPerPage }
  const { rows, total } = await withOrganisation(ctx, (tx) =>
    queries.listTickets(tx, scopeOf(ctx), filter, window),
  )
  return { rows: rows.map(({ ticket, ...names }) => toEntry(ticket, names, ctx.now)), total }
}

type OwnTicketView = TicketView & { mayWrite: boolean; isFollowing: boolean }

/** One ticket with its thread. @throws DomainError `not_found` */
export async function getTicket(
  ctx: OpContext,
  { ticketId }: { ticketId: Id<'ticket'> },
): Promise<OwnTicketView> {
  authorize(ctx, 'support:read')
  return withOrganisation(ctx, async (tx) => {
    const ticket = await findOwnTicket(tx, ctx, ticketId)
    return {
      ...toEntry(ticket, await queries.findTicketNames(tx, ticket), ctx.now),
      ...toDetail(ticket, ctx.now),
      thread: await readThread(tx, ticketId, { isStaff: false }),
      mayWrite: mayWrite(ctx, ticket) && stateAt(ticket, ctx.now) !== 'closed',
      isFollowing: await queries.isFollower(tx, ticketId, scopeOf(ctx).accountId),
    }
  })
}

/**
 * The file as uploaded.
 *
 * @throws DomainError `not_found`
 */
export async function readAttachment(
  ctx: OpContext,
  { id }: z.output<typeof attachmentParams>,
): Promise<{ name: string; mediaType: string; content: Uint8Array }> {
  authorize(ctx, 'support:read')
  return withOrganisation(ctx, async (tx) => {
    const file = await findAttachment(tx, id)
    if (!file) throw new DomainError('not_found')
    await findOwnTicket(tx, ctx, file.ticketId)
    const { name, mediaType, content } = file
    return { name, mediaType, content }
  })
}

export type TicketSubjects = {
  projects: { id: Id<'project'>; name: string }[]
  servers: { id: Id<'instance'>; name: string }[]
  disks: { id: Id<'volume'>; name: string }[]
}

/** Possible subjects of a ticket of this member. */
export async function listTicketSubjects(ctx: OpContext): Promise<TicketSubjects> {
  authorize(ctx, 'support:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const projects = await listProjectRows(tx, organisationId)
    return {
      projects: projects
        .filter(({ archivedAt }) => archivedAt === null)
        .map(({ id, name }) => ({ id, name })),
      ...(await queries.listTicketResources(tx, resourcesMax)),
    }
  })
}
