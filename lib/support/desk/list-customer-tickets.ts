import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { toEntry } from '../to-view'
import type { TicketEntry } from '../views'
import { countOpenTickets, listTicketsOf } from './queries/queue'

/** In a transaction of staff: tickets of one customer, open ones first, then the latest. The caller has authorised. */
export async function listCustomerTickets(
  tx: Tx,
  now: Date,
  organisationId: Id<'organisation'>,
  limit: number,
): Promise<{ open: number; tickets: TicketEntry[] }> {
  const [open, rows] = await Promise.all([
    countOpenTickets(tx, organisationId),
    listTicketsOf(tx, organisationId, limit),
  ])
  return { open, tickets: rows.map(({ ticket, ...names }) => toEntry(ticket, names, now)) }
}
