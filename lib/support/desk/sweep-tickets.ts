import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { lockResolvedBefore, updateTicket } from '../queries/tickets'
import { deleteUploadsBefore } from '../queries/uploads'
import { moveTicket } from '../tickets/move-ticket'
import { ticketReference } from '../tickets/ticket-reference'
import { closesAfterDays } from '../tickets/ticket-state'
import { mailSupport } from './notify-support'
import { lockToRemind } from './queries/queue'

const batchSize = 100
const uploadsWaitSeconds = 86_400

/**
 * Closes tickets resolved for the full period, reminds staff once of first answers due soon, and deletes files that no
 * message used within a day. Rows are locked, and skipped when another worker holds them, so concurrent workers do
 * nothing twice.
 */
export async function sweepTickets(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    const before = addSeconds(ctx.now, -closesAfterDays * 86_400)
    for (const ticket of await lockResolvedBefore(tx, before, batchSize)) {
      await moveTicket(tx, ctx, ticket, { event: { kind: 'time_passed' }, actor: 'system' })
      await recordAudit(tx, ctx, 'ticket.closed', {
        organisationId: ticket.organisationId,
        kind: 'ticket',
        id: ticket.id,
        details: { number: ticketReference(ticket.number) },
      })
    }
  })
  await withSystem(ctx, async (tx) => {
    for (const ticket of await lockToRemind(tx, ctx.now, batchSize)) {
      await updateTicket(tx, ticket.id, { remindedAt: ctx.now })
      await mailSupport(tx, ticket, 'due')
    }
  })
  await withSystem(ctx, (tx) => deleteUploadsBefore(tx, addSeconds(ctx.now, -uploadsWaitSeconds)))
}
