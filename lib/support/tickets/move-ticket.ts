import type { Tx } from '~/db/client'
import type { TicketSide, TicketState } from '~/db/schema/support'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { insertTicketChange, type TicketRow, updateTicket } from '../queries/tickets'
import { nextState, stateAt, type TicketEvent } from './ticket-state'

type Also = Partial<Pick<TicketRow, 'assignedStaffId' | 'answeredAt' | 'lastMessageAt' | 'lastMessageBy'>>

/**
 * In `tx`, which has locked the ticket: moves it to the next state and records a change in its history.
 *
 * @throws DomainError `state_forbids` (`ticket_closed`)
 */
export async function moveTicket(
  tx: Tx,
  ctx: OpContext,
  row: TicketRow,
  step: { event: TicketEvent; actor: TicketSide | 'system'; also?: Also },
): Promise<TicketState> {
  const { event, actor, also = {} } = step
  const from = actor === 'system' ? row.state : stateAt(row, ctx.now)
  const to = nextState(from, event)
  if (to === null) throw new DomainError('state_forbids', { params: { reason: 'ticket_closed' } })
  await updateTicket(tx, row.id, {
    ...also,
    state: to,
    resolvedAt: to === 'resolved' ? ctx.now : null,
    closedAt: to === 'closed' ? ctx.now : null,
  })
  if (to !== row.state)
    await insertTicketChange(tx, {
      id: newId('ticketChange', ctx.now.getTime()),
      organisationId: row.organisationId,
      ticketId: row.id,
      fromState: row.state,
      toState: to,
      actor,
      changedAt: ctx.now,
    })
  return to
}
