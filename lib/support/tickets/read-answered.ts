import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { listWaitingTickets } from '../queries/tickets'
import type { AnsweredTicket } from '../views'
import { mayWrite, scopeOf } from './own-ticket'
import { ticketReference } from './ticket-reference'

/** The tickets that wait for an answer which this member may write, the longest wait first. The caller has authorised. */
export async function readAnsweredTickets(tx: Tx, ctx: OpContext): Promise<AnsweredTicket[]> {
  const rows = await listWaitingTickets(tx, scopeOf(ctx))
  return rows
    .filter((ticket) => mayWrite(ctx, ticket))
    .map(({ id, number, subject, lastMessageAt }) => ({
      id,
      reference: ticketReference(number),
      subject,
      since: lastMessageAt.toISOString(),
    }))
}
