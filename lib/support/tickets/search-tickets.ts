import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { findTicketsByWords } from '../queries/tickets'
import type { TicketHit } from '../views'
import { scopeOf } from './own-ticket'
import { ticketReference } from './ticket-reference'

/** In `tx`: the tickets visible to this member that match all the words, latest first. The caller has authorised. */
export async function searchTickets(
  tx: Tx,
  ctx: OpContext,
  words: readonly string[],
  limit: number,
): Promise<TicketHit[]> {
  const rows = await findTicketsByWords(tx, scopeOf(ctx), words, limit)
  return rows.map(({ id, number, subject }) => ({ id, reference: ticketReference(number), subject }))
}
