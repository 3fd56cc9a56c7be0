import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import type { TicketCategory } from '~/db/schema/support'
import { recordAudit } from '~/lib/audit'
import { authorize, findOpenProject, limitTickets } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { answerDeadline, priorityOf } from '../desk/response-objective'
import type { FileInput } from '../files/attachment'
import {
  findContractResponseMinutes,
  findTicketResource,
  insertFollower,
  insertTicket,
  insertTicketChange,
  takeTicketNumber,
} from '../queries/tickets'
import type { openTicketInput } from '../schema'
import { ticketReference } from './ticket-reference'
import { writeMessage } from './write-message'

type Asked = Omit<z.output<typeof openTicketInput>, 'category'> & {
  category: TicketCategory
  evidence?: FileInput | undefined
}
export type OpenedTicket = { ticketId: Id<'ticket'>; reference: string }

/**
 * Opens a ticket. The stated impact determines the deadline of the first answer, and the author gets answers by mail. A
 * suspended organisation can open one too.
 *
 * @throws DomainError `forbidden`, `rate_limited`, `not_found` for another organisation's project, `state_forbids`
 * (`project_archived`), `invalid_input` with the reason
 */
export async function openTicket(
  ctx: OpContext,
  input: z.output<typeof openTicketInput>,
): Promise<OpenedTicket> {
  await limitTickets(ctx, authorize(ctx, 'support:write', input.projectId))
  return withOrganisation(ctx, (tx) => openTicketIn(tx, ctx, input))
}

/**
 * As `openTicket`, in `tx` and for any category: for a use case that opens a ticket together with its own change, such
 * as contesting a credit with the evidence as a file. The caller applies the rate limit (`limitTickets`, before it
 * opens the transaction).
 */
export async function openTicketIn(tx: Tx, ctx: OpContext, asked: Asked): Promise<OpenedTicket> {
  const resource = asked.resourceId ? await findTicketResource(tx, asked.resourceId) : null
  if (asked.resourceId && !resource)
    throw new DomainError('invalid_input', { field: 'resourceId', params: { reason: 'unknown_resource' } })
  if (resource && asked.projectId && resource.projectId !== asked.projectId)
    throw new DomainError('invalid_input', { field: 'resourceId', params: { reason: 'resource_elsewhere' } })
  const projectId = resource?.projectId ?? asked.projectId ?? null
  const organisationId = authorize(ctx, 'support:write', projectId ?? undefined)
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const { accountId } = ctx.actor
  if (projectId && !resource) await findOpenProject(tx, organisationId, projectId)
  const id = newId('ticket', ctx.now.getTime())
  const priority = priorityOf(asked.impact)
  const { dueAt, remindAt } = answerDeadline(
    priority,
    ctx.now,
    await findContractResponseMinutes(tx, organisationId, ctx.now),
  )
  const number = await takeTicketNumber(tx)
  await insertTicket(tx, {
    id,
    organisationId,
    number,
    projectId,
    subject: asked.subject,
    category: asked.category,
    impact: asked.impact,
    priority,
    resourceKind: resource?.kind ?? null,
    resourceId: asked.resourceId ?? null,
    resourceName: resource?.name ?? null,
    state: 'new',
    openedByAccountId: accountId,
    openedAt: ctx.now,
    answerDueAt: dueAt,
    remindAt,
    lastMessageAt: ctx.now,
    lastMessageBy: 'customer',
  })
  await insertTicketChange(tx, {
    id: newId('ticketChange', ctx.now.getTime()),
    organisationId,
    ticketId: id,
    fromState: null,
    toState: 'new',
    actor: 'customer',
    changedAt: ctx.now,
  })
  await insertFollower(tx, { organisationId, ticketId: id, accountId })
  const { body, files, evidence } = asked
  await writeMessage(tx, ctx, { organisationId, ticketId: id, body, files, evidence })
  await recordAudit(tx, ctx, 'ticket.opened', {
    organisationId,
    kind: 'ticket',
    id,
    details: { number: ticketReference(number), category: asked.category, priority, projectId },
  })
  return { ticketId: id, reference: ticketReference(number) }
}
